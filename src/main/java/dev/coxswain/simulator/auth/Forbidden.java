package dev.coxswain.simulator.auth;

import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Attributes;
import dev.coxswain.simulator.api.Refusals;
import java.util.Map;

/** The 403 that an API server answers when its authorizer says no. */
public final class Forbidden {

    private Forbidden() {}

    /** @param reason of the authorizer; often empty */
    public static ApiException to(Attributes wanted, String reason) {
        String why = sentence(wanted) + (reason.isEmpty() ? "" : ": " + reason);
        return wanted.isResource()
                ? Refusals.forbidden(wanted.group(), wanted.resource(), wanted.name(), why)
                : Refusals.failure(403, "Forbidden", "forbidden: " + why, Map.of());
    }

    private static String sentence(Attributes wanted) {
        String user = wanted.user().user();
        if (!wanted.isResource()) {
            return "User \"%s\" cannot %s path \"%s\"".formatted(user, wanted.verb(), wanted.path());
        }
        String where = wanted.namespace().isEmpty()
                ? "at the cluster scope"
                : "in the namespace \"" + wanted.namespace() + "\"";
        return "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                .formatted(user, wanted.verb(), wanted.resourceAndSubresource(), wanted.group(), where);
    }
}
