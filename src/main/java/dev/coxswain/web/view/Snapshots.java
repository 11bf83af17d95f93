package dev.coxswain.web.view;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.run.journal.RunJson;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads off the newest snapshot what pages and JSON show. The fleet is worked out once for a snapshot, however many are looking.
 */
@Singleton
public final class Snapshots {

    private final Supervised supervised;
    private volatile @Nullable Known known;

    private record Known(ClusterView view, Fleet fleet) {
        @SuppressWarnings("ReferenceEquality") // a snapshot never changes: another one is another object
        boolean isOf(ClusterView other) {
            return view == other;
        }
    }

    public Snapshots(Supervised supervised) {
        this.supervised = supervised;
    }

    public Header header() {
        return new Header(
                supervised.isSynced(),
                supervised.leads(),
                supervised.home(),
                Stamp.of(supervised.now(), supervised.now()).clock());
    }

    /** A part of the runs, the most urgent first. */
    public Slice<RunLine> runs(int offset, int limit) {
        Instant now = supervised.now();
        List<KubeObject> ordered = supervised.view().list(RunJson.GVK).stream()
                .sorted(RunLine.byUrgency())
                .toList();
        return Slice.of(ordered, offset, limit, run -> RunLine.of(run, now));
    }

    public Optional<RunDetail> run(String namespace, String name) {
        CommandLines commands = new CommandLines(supervised.program(), supervised.connection());
        return supervised
                .view()
                .find(RunJson.ref(namespace, name))
                .map(run -> RunDetail.of(run, supervised.now(), commands));
    }

    /** The runs that wait for an answer, whole. */
    public List<RunDetail> asking(int limit) {
        return runs(0, limit).items().stream()
                .filter(RunLine::asks)
                .flatMap(line -> run(line.namespace(), line.name()).stream())
                .toList();
    }

    /** The operators and a part of the datastores. */
    public FleetPage fleet(int offset, int limit) {
        return FleetPage.of(fleet(), offset, limit, supervised.now());
    }

    private Fleet fleet() {
        ClusterView view = supervised.view();
        Known last = known;
        if (last != null && last.isOf(view)) {
            return last.fleet();
        }
        Fleet fleet = supervised.fleet().fleet(view, Answers.NONE);
        known = new Known(view, fleet);
        return fleet;
    }
}
