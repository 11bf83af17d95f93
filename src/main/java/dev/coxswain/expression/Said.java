package dev.coxswain.expression;

import java.util.Collection;
import java.util.Set;

/** Knows which selections rest on what members say of themselves when they are asked; everything else is watched. */
public final class Said {

    private static final Set<String> OF_MEMBERS = Set.of("says", "silent", "silence", "primary");
    private static final Set<String> OF_DATASTORES = Set.of("primary", "primaries", "replicas");

    private Said() {}

    /** Whether nothing sensible can be read there before members have been asked. */
    public static boolean isUnknownUntilAsked(String path) {
        String[] steps = path.split("\\.", -1);
        if (steps.length < 2) {
            return false;
        }
        return switch (steps[0]) {
            case "member" -> OF_MEMBERS.contains(steps[1]);
            case "datastore" ->
                OF_DATASTORES.contains(steps[1])
                        || (steps[1].equals("members") && steps.length > 2 && OF_MEMBERS.contains(steps[2]));
            default -> false;
        };
    }

    /** Whether the answers of members make a difference: health is told without them, and better with them. */
    public static boolean needsAsking(Collection<String> reads) {
        return reads.stream().anyMatch(path -> isUnknownUntilAsked(path) || path.equals("datastore.healthy"));
    }

    /** Whether only the member at hand needs to be asked, and none of its neighbours. */
    public static boolean isOfThisMemberAlone(Collection<String> reads) {
        return reads.stream()
                .filter(path -> isUnknownUntilAsked(path) || path.equals("datastore.healthy"))
                .allMatch(path -> path.startsWith("member."));
    }
}
