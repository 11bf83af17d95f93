package dev.coxswain.simulator.api.discovery;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions as Kubernetes ranks them: {@code v2}, {@code v1}, {@code v1beta2}, {@code v1alpha1}, then all others by name. */
final class VersionOrder implements Comparator<String> {

    private static final Pattern VERSION = Pattern.compile("v([0-9]{1,9})(?:(alpha|beta)([0-9]{1,9}))?");

    @Override
    public int compare(String one, String other) {
        Matcher first = VERSION.matcher(one);
        Matcher second = VERSION.matcher(other);
        boolean isFirst = first.matches();
        boolean isSecond = second.matches();
        if (!isFirst || !isSecond) {
            return isFirst == isSecond ? one.compareTo(other) : isFirst ? -1 : 1;
        }
        int byStability = Integer.compare(stability(second), stability(first));
        int byMajor = Integer.compare(number(second, 1), number(first, 1));
        return byStability != 0
                ? byStability
                : byMajor != 0 ? byMajor : Integer.compare(number(second, 3), number(first, 3));
    }

    private static int stability(Matcher version) {
        return version.group(2) == null ? 2 : version.group(2).equals("beta") ? 1 : 0;
    }

    private static int number(Matcher version, int group) {
        return version.group(group) == null ? 0 : Integer.parseInt(version.group(group));
    }
}
