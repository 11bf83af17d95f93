package dev.coxswain.run.journal;

import dev.coxswain.approval.Question;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Versions;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.record.Verdict;
import dev.coxswain.trigger.PastRun;
import dev.coxswain.trigger.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs as {@code PlaybookRun} objects: the spec never changes, the status is the journal.
 *
 * <p>Values whose shape the playbook decides (outputs, named expressions, effect bodies) are kept as JSON text, because an API
 * server may drop what a schema does not list.
 */
public final class RunJson {

    public static final Gvk GVK = Gvk.of("coxswain.dev/v1alpha1", "PlaybookRun");

    /** On objects that a run creates: the run, {@code namespace/name}. */
    public static final String CREATED_BY = "coxswain.dev/created-by";

    /** On a run: who wants it cancelled. */
    public static final String CANCEL = "coxswain.dev/cancel";

    /** Keeps a run until everything is given back. */
    public static final String FINALIZER = "coxswain.dev/give-back";

    private RunJson() {}

    /** An object that a run creates says so; after a crash it is known whose it is. */
    public static Effect signed(Run run, Effect effect) {
        return effect instanceof Effect.Create(KubeObject object)
                ? new Effect.Create(object.with(run.spec().key(), "metadata", "annotations", CREATED_BY))
                : effect;
    }

    public static ObjectRef ref(String namespace, String name) {
        return new ObjectRef(GVK, namespace, name);
    }

    /** A new object for the run, without a resource version. */
    public static KubeObject write(Run run) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("namespace", run.spec().namespace());
        metadata.put("name", run.spec().name());
        String playbook = run.spec().playbookName();
        metadata.put("labels", Map.of("coxswain.dev/playbook", playbook.substring(playbook.lastIndexOf('/') + 1)));
        metadata.put("finalizers", List.of(FINALIZER));
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", GVK.apiVersion());
        tree.put("kind", GVK.kind());
        tree.put("metadata", metadata);
        tree.put("spec", spec(run.spec()));
        tree.put("status", status(run));
        return KubeObject.of(tree);
    }

    /** The stored object with this run's status in place of the old one. */
    public static KubeObject write(KubeObject stored, Run run) {
        return stored.with(status(run), "status");
    }

    /** The same in less room: the long lists that must not lose anything are packed. */
    static KubeObject writePacked(KubeObject stored, Run run) {
        Map<String, @Nullable Object> status = new LinkedHashMap<>(status(run));
        Map<String, @Nullable Object> plan = new LinkedHashMap<>(Json.asMap(status.get("plan")));
        if (!plan.isEmpty()) {
            plan.put("effects", Packed.pack(Json.asList(plan.get("effects"))));
            status.put("plan", plan);
        }
        status.put("compensations", Packed.pack(Json.asList(status.get("compensations"))));
        return stored.with(status, "status");
    }

    private static Map<String, @Nullable Object> spec(Run.Spec spec) {
        Target target = spec.target();
        Map<String, @Nullable Object> firing = new LinkedHashMap<>();
        firing.put("playbook", spec.playbookName());
        firing.put("since", spec.since().toString());
        firing.put("createdAt", spec.createdAt().toString());
        if (!spec.evidence().isEmpty()) {
            firing.put("evidence", spec.evidence());
        }
        firing.put(
                "target",
                Map.of(
                        "kind", target.kind().name(),
                        "profile", target.profile(),
                        "namespace", target.namespace(),
                        "name", target.name(),
                        "uid", target.uid()));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("playbook", spec.playbook());
        json.put("firing", firing);
        json.put("requestedBy", spec.requestedBy());
        json.put("params", spec.params());
        if (!spec.parent().isEmpty()) {
            json.put("parent", spec.parent());
        }
        return json;
    }

    private static Map<String, @Nullable Object> status(Run run) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("phase", run.state().phase());
        json.put("message", run.message());
        json.put("stateSince", run.stateSince().toString());
        run.finishedAt().ifPresent(at -> json.put("finishedAt", at.toString()));
        if (run.cleared()) {
            json.put("cleared", true);
        }
        if (!run.seen().isEmpty()) {
            json.put("seen", seen(run.seen()));
        }
        switch (run.state()) {
            case RunState.AwaitingApproval(int step) -> json.put("step", (long) step);
            case RunState.Running(int step) -> json.put("step", (long) step);
            case RunState.Compensating(Verdict verdict) -> json.put("verdict", verdict.name());
            case RunState.Stuck(Verdict verdict) -> json.put("verdict", verdict.name());
            case RunState.Finished(Verdict verdict) -> json.put("verdict", verdict.name());
            case RunState.Pending _, RunState.Planned _, RunState.Verifying _ -> {
                // the phase says it all
            }
        }
        run.plan().ifPresent(plan -> json.put("plan", PlanJson.write(plan)));
        run.question().ifPresent(question -> json.put("question", PlanJson.write(question)));
        json.put("asked", (long) run.asked());
        json.put("approvals", run.answers().stream().map(PlanJson::write).toList());
        json.put("variables", Json.print(Tagged.write(run.lets())));
        json.put("locks", run.locks());
        json.put("cuts", run.cuts());
        json.put("steps", run.steps().stream().map(StepJson::write).toList());
        json.put(
                "compensations",
                run.compensations().stream().map(StepJson::write).toList());
        json.put("notices", run.notices().stream().map(StepJson::write).toList());
        json.put(
                "timeline",
                run.timeline().stream()
                        .map(m -> Map.of("at", m.at().toString(), "text", m.text()))
                        .toList());
        return json;
    }

    /** @throws IllegalArgumentException when the object is no readable run; the message names it, and the field */
    public static Run read(KubeObject object) {
        Run.Spec spec = readSpec(object);
        if (object.map("status").isEmpty()) {
            return Run.created(spec);
        }
        Map<String, @Nullable Object> status = object.map("status");
        Fields fields = new Fields(object.ref() + ": status", status);
        return new Run(
                spec,
                fields.read("phase", () -> readState(status)),
                fields.instant("stateSince"),
                fields.optionalInstant("finishedAt"),
                isCleared(status),
                readSeen(status),
                Json.asText(status.get("message")),
                fields.optional("plan", PlanJson::readPlan),
                fields.<Question>optional("question", PlanJson::readQuestion),
                (int) Json.asLong(status.get("asked"), 0),
                fields.list("approvals", PlanJson::readAnswer),
                fields.read("variables", () -> Json.asMap(Tagged.read(textOr(status, "variables", "{}")))),
                locks(object),
                fields.list("steps", StepJson::readStep),
                fields.list("compensations", StepJson::readCompensation),
                fields.list("notices", StepJson::readNotice),
                fields.list("timeline", m -> new Run.Moment(instant(m, "at"), Json.asText(m.get("text")))),
                texts(status, "cuts"));
    }

    /** What a run has locked, also one whose journal cannot be read otherwise. */
    public static List<String> locks(KubeObject object) {
        return texts(object.map("status"), "locks");
    }

    /**
     * What triggers want to know of a run: of the journal only its end.
     *
     * @param home the supervisor's namespace
     * @throws IllegalArgumentException when that cannot be read; the message names the object and the field
     */
    public static PastRun past(KubeObject object, String home) {
        Map<String, @Nullable Object> status = object.map("status");
        Optional<PastRun.End> end = new Fields(object.ref() + ": status", status)
                .optionalInstant("finishedAt")
                .map(at -> new PastRun.End(at, isSucceeded(status), isCleared(status), readSeen(status)));
        return readSpec(object).past(home, end);
    }

    /** @throws IllegalArgumentException when it cannot be read; the message names the object and the field */
    public static Run.Spec readSpec(KubeObject object) {
        Map<String, @Nullable Object> firing = object.map("spec", "firing");
        Map<String, @Nullable Object> target = Json.asMap(firing.get("target"));
        Fields fields = new Fields(object.ref() + ": spec.firing", firing);
        return new Run.Spec(
                object.namespace(),
                object.name(),
                Json.asText(firing.get("playbook")),
                object.map("spec", "playbook"),
                fields.read("target", () -> readTarget(target)),
                fields.instant("since"),
                fields.instant("createdAt"),
                object.text("spec", "requestedBy"),
                object.map("spec", "params"),
                Json.asList(firing.get("evidence")).stream().map(Json::asText).toList(),
                object.text("spec", "parent"),
                object.uid());
    }

    private static Target readTarget(Map<String, @Nullable Object> target) {
        return new Target(
                target.get("kind") == null
                        ? Playbook.Trigger.Target.NOTHING
                        : Fields.oneOf(Playbook.Trigger.Target.class, target, "kind"),
                Json.asText(target.get("profile")),
                Json.asText(target.get("namespace")),
                Json.asText(target.get("name")),
                Json.asText(target.get("uid")));
    }

    private static RunState readState(Map<String, @Nullable Object> status) {
        String phase = Json.asText(status.get("phase"));
        int step = (int) Json.asLong(status.get("step"), 0);
        return switch (phase) {
            case "Pending" -> new RunState.Pending();
            case "Planned" -> new RunState.Planned();
            case "AwaitingApproval" -> new RunState.AwaitingApproval(step);
            case "Running" -> new RunState.Running(step);
            case "Verifying" -> new RunState.Verifying();
            case "Compensating" -> new RunState.Compensating(verdict(status));
            case "Stuck" -> new RunState.Stuck(verdict(status));
            case "Succeeded", "Failed", "Cancelled", "Denied", "Expired" -> new RunState.Finished(verdict(status));
            default -> throw new IllegalArgumentException("\"" + phase + "\" is no phase of a run");
        };
    }

    private static Verdict verdict(Map<String, @Nullable Object> status) {
        return Fields.oneOf(Verdict.class, status, "verdict");
    }

    static Instant instant(Map<String, @Nullable Object> json, String field) {
        try {
            return Instant.parse(Json.asText(json.get(field)));
        } catch (java.time.DateTimeException unreadable) {
            throw new IllegalArgumentException(field + ": \"" + json.get(field) + "\" is no time", unreadable);
        }
    }

    private static boolean isSucceeded(Map<String, ?> status) {
        return "Succeeded".equals(status.get("phase"));
    }

    private static Map<String, Object> seen(Map<Gvk, Long> versions) {
        Map<String, Object> seen = new TreeMap<>();
        versions.forEach((kind, version) -> seen.put(kind.toString(), version.toString()));
        return seen;
    }

    /** Resource versions are text, as everywhere. */
    private static Map<Gvk, Long> readSeen(Map<String, ?> status) {
        Map<Gvk, Long> versions = new TreeMap<>();
        Json.asMap(status.get("seen")).forEach((name, version) -> {
            int slash = name.lastIndexOf('/');
            if (slash > 0) {
                versions.put(
                        Gvk.of(name.substring(0, slash), name.substring(slash + 1)), Versions.of(Json.asText(version)));
            }
        });
        return versions;
    }

    private static boolean isCleared(Map<String, ?> status) {
        return Boolean.TRUE.equals(status.get("cleared"));
    }

    /** Whether nothing is left in its outbox. */
    public static boolean isTold(KubeObject run) {
        return run.list("status", "notices").stream()
                .allMatch(notice -> Boolean.TRUE.equals(Json.asMap(notice).get("sent")));
    }

    public static Optional<Instant> optionalInstant(Map<String, @Nullable Object> json, String field) {
        return json.get(field) == null ? Optional.empty() : Optional.of(instant(json, field));
    }

    static String textOr(Map<String, @Nullable Object> json, String field, String fallback) {
        String text = Json.asText(json.get(field));
        return text.isEmpty() ? fallback : text;
    }

    private static List<String> texts(Map<String, @Nullable Object> json, String field) {
        return Json.asList(json.get(field)).stream().map(Json::asText).toList();
    }

    static List<Map<String, @Nullable Object>> maps(Map<String, @Nullable Object> json, String field) {
        return Packed.unpack(Json.asList(json.get(field))).stream()
                .map(Json::asMap)
                .toList();
    }

    /** JSON in which times and durations keep their type. */
    static final class Tagged {
        private static final String TIME = "$time";
        private static final String DURATION = "$duration";

        private Tagged() {}

        static @Nullable Object write(@Nullable Object value) {
            return switch (value) {
                case Instant time -> Map.of(TIME, time.toString());
                case Duration duration -> Map.of(DURATION, duration.toString());
                case Map<?, ?> map -> {
                    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                    map.forEach((key, item) -> copy.put(String.valueOf(key), write(item)));
                    yield copy;
                }
                case List<?> list -> {
                    List<@Nullable Object> copy = new ArrayList<>();
                    list.forEach(item -> copy.add(write(item)));
                    yield copy;
                }
                case String _, Long _, Double _, Boolean _, Integer _ -> value;
                case null -> null;
                default -> value.toString();
            };
        }

        static @Nullable Object read(String text) {
            return untag(Json.parse(text));
        }

        private static @Nullable Object untag(@Nullable Object value) {
            return switch (value) {
                case Map<?, ?> map when map.size() == 1 && map.get(TIME) instanceof String time -> Instant.parse(time);
                case Map<?, ?> map
                when map.size() == 1 && map.get(DURATION) instanceof String duration -> Duration.parse(duration);
                case Map<?, ?> map -> {
                    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                    map.forEach((key, item) -> copy.put(String.valueOf(key), untag(item)));
                    yield copy;
                }
                case List<?> list -> {
                    List<@Nullable Object> copy = new ArrayList<>();
                    list.forEach(item -> copy.add(untag(item)));
                    yield copy;
                }
                case null, default -> value;
            };
        }
    }
}
