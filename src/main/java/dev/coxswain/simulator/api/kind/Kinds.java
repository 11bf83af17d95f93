package dev.coxswain.simulator.api.kind;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds that are served: the built-in ones, and those of the CustomResourceDefinitions that exist. */
public final class Kinds {

    private final Map<Gvk, Kind> byGvk = new LinkedHashMap<>();
    private final Set<String> warming = new HashSet<>();

    public Kinds() {
        BuiltInKinds.all().forEach(kind -> byGvk.put(kind.gvk(), kind));
    }

    public Optional<Kind> find(Gvk gvk) {
        return Optional.ofNullable(byGvk.get(gvk));
    }

    public Kind get(Gvk gvk) {
        return find(gvk).orElseThrow(Refusals::noSuchResource);
    }

    public Optional<Kind> resource(String group, String version, String plural) {
        // a loop, for every request asks
        for (Kind kind : byGvk.values()) {
            if (kind.plural().equals(plural)
                    && kind.group().equals(group)
                    && kind.gvk().version().equals(version)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    public boolean serves(String group, String version) {
        return byGvk.keySet().stream()
                .anyMatch(gvk -> gvk.group().equals(group) && gvk.version().equals(version));
    }

    /** Whether the server brings kinds of this group itself. */
    public boolean isBuiltIn(String group) {
        return byGvk.values().stream().anyMatch(kind -> kind.group().equals(group) && !kind.isCustom());
    }

    public Collection<Kind> all() {
        return List.copyOf(byGvk.values());
    }

    /** Whether the lists of a kind are not ready yet, as they are for a moment after its definition was established. */
    public boolean isWarming(Kind kind) {
        return warming.contains(kind.storage());
    }

    public void warm(String storage) {
        warming.add(storage);
    }

    public void warmed(String storage) {
        warming.remove(storage);
    }

    /** Serves what the definition says, instead of what it said before. */
    public void define(KubeObject definition) {
        withdraw(definition);
        for (Object version : definition.list("spec", "versions")) {
            if (Boolean.TRUE.equals(Json.at(version, "served"))) {
                Kind kind = custom(definition, Json.asMap(version));
                byGvk.put(kind.gvk(), kind);
            }
        }
    }

    public void withdraw(KubeObject definition) {
        byGvk.values().removeIf(kind -> kind.isCustom() && kind.storage().equals(definition.name()));
    }

    private static Kind custom(KubeObject definition, Map<String, @Nullable Object> version) {
        List<Trait> traits = new ArrayList<>(List.of(Trait.GENERATION));
        if (Json.at(version, "subresources", "status") != null) {
            traits.add(Trait.STATUS);
        }
        if (Json.at(version, "subresources", "scale") != null) {
            traits.add(Trait.SCALE);
        }
        String kind = definition.text("spec", "names", "kind");
        String singular = definition.text("spec", "names", "singular");
        return new Kind(
                new Gvk(definition.text("spec", "group"), Json.asText(version.get("name")), kind),
                definition.text("spec", "names", "plural"),
                singular.isEmpty() ? kind.toLowerCase(java.util.Locale.ROOT) : singular,
                definition.text("spec", "scope").equals("Namespaced"),
                definition.list("spec", "names", "shortNames").stream()
                        .map(Json::asText)
                        .toList(),
                definition.list("spec", "names", "categories").stream()
                        .map(Json::asText)
                        .toList(),
                traits,
                definition.name(),
                Optional.of(version));
    }
}
