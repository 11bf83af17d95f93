package dev.coxswain.app.supervision;

import dev.coxswain.approval.Decision;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.cache.Projection;
import dev.coxswain.kube.cache.Watches;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.RunJson;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the kinds that profiles and playbooks speak of, as far as the cluster serves them.
 *
 * <p>Definitions come while we run: an operator is installed, or somebody adds a profile. What is served later is watched from
 * then on. It does not hold up the rest: a kind that may not be listed is simply empty.
 */
final class Kinds {

    static final Gvk DEFINITION = Gvk.of("apiextensions.k8s.io/v1", "CustomResourceDefinition");

    /** Only which kinds they define: the schemas of all operators of a cluster are megabytes. */
    private static final Projection OF_DEFINITIONS = Projection.SLIM
            .without("spec", "versions", "schema")
            .without("spec", "versions", "additionalPrinterColumns")
            .without("spec", "conversion");

    private static final Logger LOG = LoggerFactory.getLogger(Kinds.class);

    private final RestMapper mapper;
    private final Watches watches;
    private final Supplier<FleetModel> fleet;
    private final Supplier<List<Playbook>> playbooks;
    private final Supplier<ClusterView> view;
    private final Set<Gvk> always;
    private final Consumer<RestMapper.Resource> watching;
    private final Set<Gvk> watched = new HashSet<>();
    private final Derived<Boolean> stale =
            new Derived<>(List.of(DEFINITION, Playbooks.GVK, Profiles.GVK), this::isStaleIn);
    private Set<Gvk> asked = Set.of();

    /**
     * @param always kinds of our own
     * @param watching told of each kind that is watched
     */
    Kinds(
            RestMapper mapper,
            Watches watches,
            Supplier<FleetModel> fleet,
            Supplier<List<Playbook>> playbooks,
            Supplier<ClusterView> view,
            Set<Gvk> always,
            Consumer<RestMapper.Resource> watching) {
        this.mapper = mapper;
        this.watches = watches;
        this.fleet = fleet;
        this.playbooks = playbooks;
        this.view = view;
        this.always = Set.copyOf(always);
        this.watching = watching;
    }

    static Projection projection(Gvk kind) {
        return kind.equals(DEFINITION) ? OF_DEFINITIONS : Projection.SLIM;
    }

    /** @throws IOException when the API server cannot be asked what it serves, or does not know our own kinds */
    synchronized void start() throws IOException {
        asked = wanted();
        for (Gvk kind : asked) {
            Optional<RestMapper.Resource> resource = mapper.resource(kind);
            if (resource.isPresent()) {
                watched.add(kind);
                watching.accept(resource.get());
            } else if (kind.equals(RunJson.GVK)) {
                throw new IOException("this cluster does not know " + kind
                        + ": install the definitions with `coxswain manifests | kubectl apply --server-side -f -`");
            }
        }
        watches.watch(watched);
    }

    private Set<Gvk> wanted() {
        Set<Gvk> wanted = new TreeSet<>(fleet.get().kinds());
        wanted.addAll(always);
        wanted.addAll(Set.of(RunJson.GVK, Playbooks.GVK, Profiles.GVK, Decision.GVK, DEFINITION));
        for (Playbook playbook : playbooks.get()) {
            if (playbook.trigger() instanceof Playbook.Trigger.OnObject on) {
                wanted.add(Gvk.of(on.apiVersion(), on.kind()));
            }
        }
        return wanted;
    }

    /** Whether there are kinds to watch that were not there, or not wanted, when this was looked at last. */
    synchronized boolean isStale() {
        return stale.in(view.get());
    }

    private boolean isStaleIn(ClusterView now) {
        Set<Gvk> wanted = wanted();
        Set<Gvk> missing = missing(wanted);
        return !wanted.equals(asked) || (!missing.isEmpty() && missing.stream().anyMatch(definitions(now)::contains));
    }

    private Set<Gvk> missing(Set<Gvk> wanted) {
        Set<Gvk> missing = new TreeSet<>(wanted);
        missing.removeAll(watched);
        return missing;
    }

    /** The kinds and versions that are defined, served already or in a moment. */
    private static Set<Gvk> definitions(ClusterView now) {
        Set<Gvk> kinds = new HashSet<>();
        for (KubeObject definition : now.list(DEFINITION)) {
            for (Object version : definition.list("spec", "versions")) {
                if (Boolean.TRUE.equals(Json.at(version, "served"))) {
                    kinds.add(new Gvk(
                            definition.text("spec", "group"),
                            Json.asText(Json.at(version, "name")),
                            definition.text("spec", "names", "kind")));
                }
            }
        }
        return kinds;
    }

    /** Asks the API server what it serves of what is missing, and watches that. */
    synchronized void update() {
        Set<Gvk> wanted = wanted();
        Set<Gvk> more = new TreeSet<>();
        try {
            for (Gvk kind : missing(wanted)) {
                mapper.resource(kind).ifPresent(resource -> {
                    more.add(kind);
                    watching.accept(resource);
                });
            }
            asked = wanted;
        } catch (IOException away) {
            LOG.warn("what the API server serves could not be asked, tried again: {}", away.getMessage());
        }
        stale.forget();
        if (!more.isEmpty()) {
            LOG.info("watching {} from now on", more);
            watched.addAll(more);
            watches.watchAlso(more);
        }
    }
}
