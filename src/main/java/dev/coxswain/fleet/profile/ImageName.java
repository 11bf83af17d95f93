package dev.coxswain.fleet.profile;

/**
 * A container image's name in parts.
 *
 * @param repository registry and path, as written
 * @param tag empty when there is none, as with an image that is pinned by digest alone
 */
public record ImageName(String repository, String tag) {

    /** Reads {@code registry:5000/path/name:tag@sha256:…}; never fails. */
    public static ImageName parse(String image) {
        int at = image.indexOf('@');
        String name = at < 0 ? image : image.substring(0, at);
        int colon = name.lastIndexOf(':');
        // a colon before the last slash belongs to the registry's port
        return colon > name.lastIndexOf('/')
                ? new ImageName(name.substring(0, colon), name.substring(colon + 1))
                : new ImageName(name, "");
    }

    /**
     * Whether the repository ends with the pattern, whole path segments compared and {@code *} standing for one segment: {@code
     * spotahome/redis-operator} also finds the copy in a company's mirror.
     */
    public boolean endsWith(String pattern) {
        String[] have = repository.split("/", -1);
        String[] want = pattern.split("/", -1);
        if (want.length > have.length) {
            return false;
        }
        for (int i = 1; i <= want.length; i++) {
            String segment = want[want.length - i];
            if (!segment.equals("*") && !segment.equals(have[have.length - i])) {
                return false;
            }
        }
        return true;
    }
}
