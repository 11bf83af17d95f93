package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Attributes;
import dev.coxswain.simulator.api.Authorizer;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kinds;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Lets a request through, or says that its user may not. */
final class Gate {

    private final Kinds kinds;
    private final Supplier<Authorizer> authorizer;

    Gate(Kinds kinds, Supplier<Authorizer> authorizer) {
        this.kinds = kinds;
        this.authorizer = authorizer;
    }

    /** @throws ApiException 404 when nothing is served there, 403 when the user may not */
    Target resource(ApiRequest request, Identity user, String verb) {
        Target target = Target.of(request.path(), kinds);
        String full = verb;
        if (target.isCollection()) {
            full = verb.equals("get") ? "list" : verb.equals("delete") ? "deletecollection" : verb;
        }
        Kind kind = target.kind();
        Attributes attributes = new Attributes(
                user,
                full,
                kind.group(),
                kind.gvk().version(),
                kind.plural(),
                target.subresource(),
                target.namespace(),
                target.name(),
                request.path());
        Authorizer.Decision decision = authorizer.get().authorize(attributes);
        if (!decision.allowed()) {
            throw Refusals.forbidden(
                    kind.group(), kind.plural(), target.name(), sentence(attributes) + because(decision));
        }
        return target;
    }

    /** @throws ApiException 403 when the user may not read what is at this path, whether or not anything is */
    void path(ApiRequest request, Identity user) {
        String verb = request.method().toLowerCase(Locale.ROOT);
        Attributes attributes = new Attributes(user, verb, "", "", "", "", "", "", request.path());
        Authorizer.Decision decision = authorizer.get().authorize(attributes);
        if (!decision.allowed()) {
            throw Refusals.failure(
                    403,
                    "Forbidden",
                    "forbidden: User \"" + user.user() + "\" cannot " + verb + " path \"" + request.path() + "\""
                            + because(decision),
                    Map.of());
        }
    }

    private static String because(Authorizer.Decision decision) {
        return decision.reason().isEmpty() ? "" : ": " + decision.reason();
    }

    private static String sentence(Attributes attributes) {
        String scope = attributes.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"" + attributes.namespace() + "\"";
        return "User \"" + attributes.user().user() + "\" cannot " + attributes.verb() + " resource \""
                + attributes.resourceAndSubresource() + "\" in API group \"" + attributes.group() + "\"" + scope;
    }
}
