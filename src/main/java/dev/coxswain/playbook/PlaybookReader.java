package dev.coxswain.playbook;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.Position;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of playbooks and checks all that can be checked before anything happens. */
public final class PlaybookReader {

    /** How many playbooks one file may hold. */
    private static final int MOST_DOCUMENTS = 100;

    private final ActionCatalogue actions;
    private final CelExpressions expressions = new CelExpressions();
    private final ProfileFields profiles;

    /**
     * What was read.
     *
     * @param playbooks those without errors
     */
    public record Result(List<Playbook> playbooks, Diagnostics diagnostics) {
        public Result {
            playbooks = List.copyOf(playbooks);
        }
    }

    /** Fields that profiles add to datastores and members, which expressions may read as well. */
    public record ProfileFields(Collection<String> ofDatastores, Collection<String> ofMembers) {
        public static final ProfileFields NONE = new ProfileFields(Set.of(), Set.of());

        public ProfileFields {
            ofDatastores = Set.copyOf(ofDatastores);
            ofMembers = Set.copyOf(ofMembers);
        }
    }

    /** As JSON: every run carries its playbook, and is to stay below 256 KiB with everything that it did. */
    private static final int MOST_BYTES = 96 * 1024;

    public PlaybookReader(ActionCatalogue actions, ProfileFields profiles) {
        this.actions = actions;
        this.profiles = profiles;
    }

    public static Result read(String file, String text, ActionCatalogue actions) {
        return new PlaybookReader(actions, ProfileFields.NONE).read(file, text);
    }

    /** The document of a playbook in the cluster, without what the server and we ourselves added. */
    public static Map<String, @Nullable Object> written(KubeObject object) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("apiVersion", object.gvk().apiVersion());
        document.put("kind", object.gvk().kind());
        document.put("metadata", Map.of("name", object.name(), "namespace", object.namespace()));
        document.put("spec", object.get("spec"));
        return document;
    }

    public Result read(String file, byte[] bytes) {
        Diagnostics undecoded = new Diagnostics(file, "");
        return YamlDocument.decode(bytes, undecoded)
                .map(text -> read(file, text))
                .orElseGet(() -> new Result(List.of(), undecoded));
    }

    public Result read(String file, String text) {
        Diagnostics diagnostics = new Diagnostics(file, text);
        List<YamlNode> documents = YamlDocument.read(text, diagnostics);
        if (documents.isEmpty() && !diagnostics.hasErrors()) {
            diagnostics.error(Position.START, "there is no playbook here");
        }
        List<Playbook> playbooks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode document : documents.stream().limit(MOST_DOCUMENTS).toList()) {
            playbook(document, names, diagnostics).ifPresent(playbooks::add);
        }
        return new Result(playbooks, diagnostics);
    }

    private Optional<Playbook> playbook(YamlNode document, Set<String> names, Diagnostics diagnostics) {
        int before = diagnostics.errors();
        YamlFields top = YamlFields.of(document, "a playbook", diagnostics);
        if (!(document instanceof YamlNode.Mapping mapping)) {
            return Optional.empty();
        }
        top.required("apiVersion");
        top.choice("apiVersion", List.of("coxswain.dev/v1alpha1"));
        top.required("kind");
        top.choice("kind", List.of("Playbook"));
        Optional<YamlFields> metadata =
                top.required("metadata").map(node -> YamlFields.of(node, "metadata", diagnostics));
        Optional<String> name = metadata.flatMap(m -> name(m, names, diagnostics));
        top.node("status");
        Optional<Playbook> playbook = top.required("spec").flatMap(spec -> {
            Reading reading = new Reading(expressions, actions, diagnostics, name.orElse(""));
            return new SpecReader(reading, profiles)
                    .read(spec, metadata.flatMap(m -> m.text("namespace")).orElse(""), mapping.json());
        });
        top.refuseOthers();
        int bytes = Json.bytes(mapping.json()).length;
        if (bytes > MOST_BYTES) {
            diagnostics.error(
                    document.position(),
                    "a playbook of " + bytes + " bytes leaves no room for the journal of its runs, which carry it",
                    "at most " + MOST_BYTES);
        }
        return diagnostics.errors() == before ? playbook : Optional.empty();
    }

    private static Optional<String> name(YamlFields metadata, Set<String> names, Diagnostics diagnostics) {
        Optional<String> name = metadata.requiredText("name").filter(n -> isName(n, metadata, diagnostics));
        if (name.isPresent() && !names.add(name.get())) {
            diagnostics.error(metadata.at("name"), "a playbook '" + name.get() + "' stands in this file already");
        }
        return name;
    }

    private static boolean isName(String name, YamlFields metadata, Diagnostics diagnostics) {
        boolean fits = name.length() <= 52 && name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
        if (!fits) {
            diagnostics.error(
                    metadata.at("name"),
                    "'" + name + "' cannot name a playbook",
                    "lower-case letters, digits and '-', at most 52");
        }
        return fits;
    }
}
