package dev.coxswain.faults;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.cache.Feed;
import dev.coxswain.kube.cache.ObjectCache;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One supervisor's watches: what the server tells arrives late, twice, in another order or not at all, as the script says. */
final class Watching {

    private final ApiServer server;
    private final Script script;
    private final int replica;
    private final Supplier<Duration> sinceStart;
    private final Map<Gvk, Deque<Late>> underWay = new TreeMap<>();
    private final Set<Gvk> torn = new HashSet<>();
    private Feed feed;
    private long newest;

    private record Late(Duration due, Api.Change change) {}

    Watching(ApiServer server, Script script, int replica, Set<Gvk> kinds, Supplier<Duration> sinceStart) {
        this.server = server;
        this.script = script;
        this.replica = replica;
        this.sinceStart = sinceStart;
        this.feed = new Feed(new ObjectCache());
        kinds.forEach(kind -> {
            underWay.put(kind, new ArrayDeque<>());
            server.onChange(kind, change -> tell(kind, change));
        });
    }

    /** A new process lists everything. */
    ObjectCache startAnew() {
        feed = new Feed(new ObjectCache());
        feed.expect(underWay.keySet());
        underWay.forEach((kind, late) -> {
            late.clear();
            list(kind);
        });
        torn.clear();
        return feed.cache();
    }

    private void list(Gvk kind) {
        server.list(kind).forEach(object -> newest = Math.max(newest, version(object)));
        feed.list(kind, server.list(kind), newest);
    }

    private static long version(KubeObject object) {
        return Long.parseLong(object.resourceVersion());
    }

    private void tell(Gvk kind, Api.Change change) {
        newest = Math.max(newest, version(change.object()));
        Deque<Late> late = java.util.Objects.requireNonNull(underWay.get(kind));
        if (isOn(Fault.Blind.class)) {
            torn.add(kind);
            late.clear();
            return;
        }
        Duration due = sinceStart.get().plus(lag(kind));
        Duration after = late.isEmpty() || late.getLast().due().compareTo(due) < 0
                ? due
                : late.getLast().due();
        Late last = late.peekLast();
        boolean mayPass = last != null
                && !last.change().object().ref().equals(change.object().ref());
        if (isOn(Fault.Shuffled.class) && mayPass) {
            late.removeLast();
            late.add(new Late(after, change));
            late.add(new Late(after, last.change()));
            return;
        }
        late.add(new Late(after, change));
        if (isOn(Fault.Doubled.class)) {
            if (last != null) {
                late.add(new Late(after.plusSeconds(1), last.change()));
            }
            late.add(new Late(after.plusSeconds(2), change));
        }
    }

    private boolean isOn(Class<? extends Fault> kind) {
        Duration now = sinceStart.get();
        return script.faults().stream().anyMatch(fault -> kind.isInstance(fault) && fault.isOn(now) && isMine(fault));
    }

    private boolean isMine(Fault fault) {
        return switch (fault) {
            case Fault.Blind blind -> blind.replica() == replica;
            case Fault.Doubled doubled -> doubled.replica() == replica;
            case Fault.Shuffled shuffled -> shuffled.replica() == replica;
            case Fault.Stale stale -> stale.replica() == replica;
            default -> false;
        };
    }

    private Duration lag(Gvk kind) {
        Duration now = sinceStart.get();
        return script.faults().stream()
                .filter(fault -> fault instanceof Fault.Stale && fault.isOn(now) && isMine(fault))
                .map(fault -> ((Fault.Stale) fault).lag())
                // kinds are watched apart, and lag apart
                .map(lag -> lag.multipliedBy(1 + Math.floorMod(kind.kind().hashCode(), 3))
                        .dividedBy(3))
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** Hands over what has arrived by now. */
    void arrive() {
        if (!torn.isEmpty() && !isOn(Fault.Blind.class)) {
            torn.forEach(this::list);
            torn.clear();
        }
        Duration now = sinceStart.get();
        underWay.values().forEach(late -> {
            while (!late.isEmpty() && late.peekFirst().due().compareTo(now) <= 0) {
                Api.Change change = late.removeFirst().change();
                if (change.type() == Api.ChangeType.DELETED) {
                    feed.remove(change.object());
                } else {
                    feed.put(change.object());
                }
            }
        });
    }
}
