package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.controller.object.Tree;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes Events; the same thing said again of the same object counts up the Event that is there. */
public final class EventLog {

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Gvk EVENT = Gvk.of("v1", "Event");

    /** Where the control plane runs. */
    private static final String HOST = "vm";

    private record Key(String component, String uid, String fieldPath, String reason, String message) {}

    private final Api api;
    private final Agenda agenda;
    private final Map<Key, ObjectRef> written = new HashMap<>();
    private long count;

    public EventLog(Api api, Agenda agenda) {
        this.api = api;
        this.agenda = agenda;
        api.onChange(EVENT, change -> {
            if (change.type() == Api.ChangeType.DELETED) {
                written.values().remove(change.object().ref());
            }
        });
    }

    /** Who reports: a component and, for kubelets, the node. */
    public record Reporter(String component, String host) {
        public Api.Actor actor() {
            return new Api.Actor(host.isEmpty() ? "system:" + component : "system:node:" + host, component);
        }
    }

    public void normal(Reporter reporter, KubeObject about, String reason, String message) {
        write(reporter, about, "", "Normal", reason, message);
    }

    /**
     * Says what was done, as the newer recorders do: with the action, the exact time and no count.
     *
     * @param action in one word
     */
    public void action(Reporter reporter, KubeObject about, String action, String reason, String message) {
        Map<String, @Nullable Object> event = Tree.merged(
                named(about),
                Tree.of(
                        "involvedObject",
                        involved(about, ""),
                        "reason",
                        reason,
                        "message",
                        message,
                        "type",
                        "Normal",
                        "eventTime",
                        MICROS.format(agenda.instant()),
                        "action",
                        action,
                        "reportingComponent",
                        reporter.component(),
                        "reportingInstance",
                        reporter.component() + "-" + HOST));
        try {
            api.create(KubeObject.of(event), reporter.actor());
        } catch (ApiException refused) {
            // an Event that cannot be written is lost
            return;
        }
    }

    public void warning(Reporter reporter, KubeObject about, String reason, String message) {
        write(reporter, about, "", "Warning", reason, message);
    }

    public void write(
            Reporter reporter, KubeObject about, String fieldPath, String type, String reason, String message) {
        Key key = new Key(reporter.component(), about.uid(), fieldPath, reason, message);
        Optional<KubeObject> before = Optional.ofNullable(written.get(key)).flatMap(api::find);
        try {
            if (before.isPresent()) {
                KubeObject event = before.get();
                api.update(
                        event.with(event.number(1, "count") + 1, "count").with(agenda.timestamp(), "lastTimestamp"),
                        reporter.actor());
            } else {
                written.put(
                        key,
                        api.create(event(key, about, type, reporter), reporter.actor())
                                .ref());
            }
        } catch (ApiException refused) {
            // as for the real recorder, an Event that cannot be written is lost
            written.remove(key);
        }
    }

    private KubeObject event(Key key, KubeObject about, String type, Reporter reporter) {
        Map<String, @Nullable Object> event = Tree.of(
                "involvedObject",
                involved(about, key.fieldPath()),
                "reason",
                key.reason(),
                "message",
                key.message(),
                "source",
                Tree.of(
                        "component",
                        reporter.component(),
                        "host",
                        reporter.host().isEmpty() ? null : reporter.host()),
                "firstTimestamp",
                agenda.timestamp(),
                "lastTimestamp",
                agenda.timestamp(),
                "count",
                1L,
                "type",
                type,
                "reportingComponent",
                reporter.component(),
                "reportingInstance",
                reporter.host());
        return KubeObject.of(Tree.merged(named(about), event));
    }

    private Map<String, @Nullable Object> named(KubeObject about) {
        String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
        String name = about.name() + "." + String.format("%016x", 0x18e9e48c00000000L + count++);
        return Tree.of("apiVersion", "v1", "kind", "Event", "metadata", Tree.of("name", name, "namespace", namespace));
    }

    private static Map<String, @Nullable Object> involved(KubeObject about, String fieldPath) {
        return Tree.of(
                "kind", about.gvk().kind(),
                "namespace", about.namespace().isEmpty() ? null : about.namespace(),
                "name", about.name(),
                "uid", about.uid(),
                "apiVersion", about.gvk().apiVersion(),
                "resourceVersion", about.resourceVersion(),
                "fieldPath", fieldPath.isEmpty() ? null : fieldPath);
    }
}
