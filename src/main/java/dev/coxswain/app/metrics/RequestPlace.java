package dev.coxswain.app.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * What the path of a request is about.
 *
 * @param resource as kubectl names it: {@code pods}, {@code redisfailovers.databases.spotahome.com}; empty for one that is about
 *     the API itself
 * @param isOne rather than all of them
 */
record RequestPlace(String resource, boolean isOne, String subresource) {

    private static final RequestPlace API = new RequestPlace("", true, "");

    static RequestPlace of(String path) {
        List<String> parts = Arrays.asList(path.substring(1).split("/"));
        boolean isCore = parts.getFirst().equals("api");
        int afterVersion = isCore ? 2 : 3;
        if (parts.size() <= afterVersion) {
            return API;
        }
        boolean isInNamespace = parts.get(afterVersion).equals("namespaces") && parts.size() > afterVersion + 2;
        List<String> rest = parts.subList(isInNamespace ? afterVersion + 2 : afterVersion, parts.size());
        String resource = isCore ? rest.getFirst() : rest.getFirst() + "." + parts.get(1);
        return new RequestPlace(resource, rest.size() > 1, rest.size() > 2 ? rest.get(2) : "");
    }
}
