package dev.coxswain.app.supervision;

import dev.coxswain.run.supervision.Supervisor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Carries out runs on virtual threads. Namespaces take turns, and none may have more than its share at work. One that has nothing
 * at work may always begin, however much is at work elsewhere: what is stuck in some namespaces never delays another. Work that is
 * submitted while it is going on is done once more afterwards: it may have looked before the change that it is submitted for.
 *
 * <p>Work that gives way is done a little at a time, so that what is submitted has the API server nearly to itself. When too much of
 * it has been put off, it gives way no more: what is put off takes memory.
 */
final class FairWorkers implements Supervisor.Workers {

    private static final int GIVING_WAY_AT_ONCE = 2;
    private static final int PUT_OFF = 500;

    private final int perNamespace;
    private final int inAll;
    private final Runnable finished;
    private final Map<String, Deque<Work>> waiting = new LinkedHashMap<>();
    private final Map<String, Integer> working = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, Work> again = new HashMap<>();
    private final Deque<Work> putOff = new ArrayDeque<>();
    private int givingWay;
    private int busy;

    private record Work(String namespace, String key, Runnable task) {}

    /** @param finished called after each piece of work */
    FairWorkers(int perNamespace, int inAll, Runnable finished) {
        this.perNamespace = perNamespace;
        this.inAll = inAll;
        this.finished = finished;
    }

    @Override
    public synchronized void submit(String namespace, String key, Runnable task) {
        if (known.add(key)) {
            enqueue(new Work(namespace, key, task));
        } else {
            again.put(key, new Work(namespace, key, task));
        }
    }

    @Override
    public void giveWay(String key, Runnable task) {
        if (isPutOff(new Work("", key, task))) {
            startWhatGivesWay();
        } else {
            task.run();
        }
    }

    private synchronized boolean isPutOff(Work work) {
        return putOff.size() < PUT_OFF && putOff.add(work);
    }

    private synchronized void startWhatGivesWay() {
        while (givingWay < GIVING_WAY_AT_ONCE && !putOff.isEmpty()) {
            Work work = putOff.removeFirst();
            givingWay++;
            Thread.ofVirtual().name("run " + work.key()).start(() -> {
                try {
                    work.task().run();
                } finally {
                    hasGivenWay();
                }
            });
        }
    }

    private void hasGivenWay() {
        synchronized (this) {
            givingWay--;
            startWhatGivesWay();
        }
        finished.run();
    }

    private void enqueue(Work work) {
        waiting.computeIfAbsent(work.namespace(), _ -> new ArrayDeque<>()).add(work);
        startWhatMay();
    }

    private synchronized void startWhatMay() {
        boolean started = true;
        while (started) {
            started = false;
            for (String namespace : Set.copyOf(waiting.keySet())) {
                Deque<Work> queue = waiting.getOrDefault(namespace, new ArrayDeque<>());
                if (!queue.isEmpty() && mayStart(working.getOrDefault(namespace, 0))) {
                    start(queue.removeFirst());
                    started = true;
                }
                if (queue.isEmpty()) {
                    waiting.remove(namespace);
                }
            }
        }
    }

    private boolean mayStart(int working) {
        return working == 0 || (working < perNamespace && busy < inAll);
    }

    private void start(Work work) {
        again.remove(work.key());
        busy++;
        working.merge(work.namespace(), 1, Integer::sum);
        Thread.ofVirtual().name("run " + work.key()).start(() -> {
            try {
                work.task().run();
            } finally {
                ended(work);
            }
        });
    }

    private void ended(Work work) {
        synchronized (this) {
            busy--;
            working.computeIfPresent(work.namespace(), (_, count) -> count == 1 ? null : count - 1);
            Work next = again.remove(work.key());
            if (next != null) {
                enqueue(next);
            } else {
                known.remove(work.key());
                startWhatMay();
            }
        }
        finished.run();
    }
}
