package dev.coxswain.simulator.api.registry;

import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.field.FieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a write is meant, and what the writer is warned of.
 *
 * @param fieldValidation Strict, Warn or Ignore
 * @param intent the fields that a server-side apply sets; absent for any other write
 * @param duplicates paths of fields that stood twice in the body
 * @param warnings are added to while the write is carried out
 */
public record Write(
        Identity user,
        String manager,
        boolean dryRun,
        String fieldValidation,
        String subresource,
        List<String> duplicates,
        List<String> warnings,
        Optional<FieldSet> intent) {

    public static Write of(Identity user, Map<String, String> query, String subresource, List<String> duplicates) {
        return new Write(
                user,
                query.getOrDefault("fieldManager", "unknown"),
                "All".equals(query.get("dryRun")),
                query.getOrDefault("fieldValidation", "Warn"),
                subresource,
                duplicates,
                new ArrayList<>(),
                Optional.empty());
    }

    public static Write by(Api.Actor actor, String subresource) {
        Identity user = Identity.of(actor.user(), "system:masters");
        return new Write(
                user,
                actor.fieldManager(),
                false,
                "Ignore",
                subresource,
                List.of(),
                new ArrayList<>(),
                Optional.empty());
    }

    public Write on(String other) {
        return new Write(user, manager, dryRun, fieldValidation, other, duplicates, warnings, intent);
    }

    /** The same write as a server-side apply of these fields. */
    public Write applying(FieldSet fields) {
        return new Write(
                user, manager, dryRun, fieldValidation, subresource, duplicates, warnings, Optional.of(fields));
    }
}
