package dev.coxswain.faults;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One supervisor's way to the API server, which fails as the script says. */
final class Wire implements Transport {

    /** The process has died. No exception that anybody could catch. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1;

        Death() {
            super("the supervisor has died", null, false, false);
        }
    }

    /**
     * What the wire needs of its surroundings.
     *
     * @param sinceStart how long the story goes on
     * @param meanwhile lets the world go on while a request is under way
     */
    record Surroundings(int replica, Script script, Supplier<Duration> sinceStart, Consumer<Duration> meanwhile) {}

    private final Transport sound;
    private final Surroundings here;
    private final Runnable reaching;
    private final Runnable done;
    private final List<Integer> journaling = new ArrayList<>();
    private int writes;
    private int requests;
    private int deaths;

    /**
     * @param reaching called when a write arrives at the server
     * @param done called when it has been carried out
     */
    Wire(Transport sound, Surroundings here, Runnable reaching, Runnable done) {
        this.sound = sound;
        this.here = here;
        this.reaching = reaching;
        this.done = done;
    }

    /** How many writes have been sent so far. */
    int writes() {
        return writes;
    }

    /** What was sent, by the numbers that deaths go by. */
    Sent sent() {
        return new Sent(writes, List.copyOf(journaling), deaths);
    }

    /**
     * The writes of a supervisor: what changes something, but for the leader's Lease.
     *
     * @param writes how many; the first is number 1
     * @param journaling the numbers of those that create a run or append to one
     * @param deaths how many of them it died of
     */
    record Sent(int writes, List<Integer> journaling, int deaths) {}

    @Override
    public ApiResponse send(ApiRequest request) throws IOException {
        String path = request.path();
        boolean writes = !request.method().equals("GET");
        boolean counts = writes && !path.contains("/leases");
        if (counts && Fault.Path.RUNS.hits(path)) {
            journaling.add(this.writes + 1);
        }
        return pass(path, counts, writes, () -> sound.send(request), Wire::refusal);
    }

    @Override
    public ExecResult exec(Effect.Exec exec) throws IOException {
        String path = "/api/v1/namespaces/" + exec.target().namespace() + "/pods/"
                + exec.target().name() + "/exec";
        return pass(path, isDeed(exec), true, () -> sound.exec(exec), code -> Optional.empty());
    }

    /** Questions are asked by way of exec as well, and change nothing; whoever does names the pod that was looked at. */
    private static boolean isDeed(Effect.Exec exec) {
        return !exec.preconditions().equals(Preconditions.NONE);
    }

    private interface Sending<T> {
        T send() throws IOException;
    }

    private interface Refusing<T> {
        Optional<T> answer(int code);
    }

    private <T> T pass(String path, boolean counts, boolean changes, Sending<T> sending, Refusing<T> refusing)
            throws IOException {
        int number = counts ? ++writes : 0;
        dieAt(number, false);
        requests++;
        slow(path).ifPresent(slow -> here.meanwhile().accept(slow.before()));
        Optional<Fault> fault = fault(path, changes);
        if (fault.isPresent() && !isCarriedOut(fault.get())) {
            return failed(fault.get(), refusing);
        }
        if (changes) {
            reaching.run();
        }
        T answer = sending.send();
        if (changes && (!(answer instanceof ApiResponse response) || response.isSuccess())) {
            done.run();
        }
        dieAt(number, true);
        slow(path).ifPresent(slow -> here.meanwhile().accept(slow.after()));
        return fault.isPresent() ? failed(fault.get(), refusing) : answer;
    }

    private void dieAt(int number, boolean stored) {
        boolean dies = here.script().faults().stream()
                .anyMatch(fault -> fault instanceof Fault.Crash crash
                        && crash.replica() == here.replica()
                        && crash.write() == number
                        && crash.stored() == stored);
        if (number > 0 && dies) {
            deaths++;
            throw new Death();
        }
    }

    private Optional<Fault.Slow> slow(String path) {
        Duration now = here.sinceStart().get();
        return here.script().faults().stream()
                .filter(fault -> fault.isOn(now))
                .filter(Fault.Slow.class::isInstance)
                .map(Fault.Slow.class::cast)
                .filter(slow -> slow.path().hits(path))
                .findFirst();
    }

    private Optional<Fault> fault(String path, boolean changes) {
        Duration now = here.sinceStart().get();
        return here.script().faults().stream()
                .filter(fault -> fault.isOn(now) && hits(fault, path, changes))
                .findFirst();
    }

    private boolean hits(Fault fault, String path, boolean changes) {
        return switch (fault) {
            case Fault.Refused(var _, var _, var hit, int code, int every, boolean _) ->
                hit.hits(path) && (code != 409 || changes) && isStruck(fault, every);
            case Fault.Cut(var _, var _, var hit, int every, boolean _) -> hit.hits(path) && isStruck(fault, every);
            case Fault.LeaseLost(var _, var _, int replica) ->
                replica == here.replica() && Fault.Path.LEASES.hits(path);
            case Fault.Slow _,
                    Fault.Stale _,
                    Fault.Blind _,
                    Fault.Doubled _,
                    Fault.Shuffled _,
                    Fault.AllLead _,
                    Fault.Frozen _,
                    Fault.ClockJump _,
                    Fault.Crash _,
                    Fault.OldAnswer _,
                    Fault.RunRemoved _,
                    Fault.PodKilled _ -> false;
        };
    }

    /** By the number of the request, not by a sequence of its own: another fault that is left out does not move it. */
    private boolean isStruck(Fault fault, int every) {
        long mixed = (here.script().seed() * 31 + here.replica()) * 0x9E3779B97F4A7C15L
                + requests * 0xBF58476D1CE4E5B9L
                + fault.at().toMillis();
        return Math.floorMod(((mixed ^ (mixed >>> 29)) * 0x94D049BB133111EBL) >>> 7, 100L) < every;
    }

    private static boolean isCarriedOut(Fault fault) {
        return switch (fault) {
            // a server that answers one of these has not done anything
            case Fault.Refused refused -> refused.carriedOut() && refused.code() == 500;
            case Fault.Cut cut -> cut.carriedOut();
            default -> false;
        };
    }

    private static <T> T failed(Fault fault, Refusing<T> refusing) throws IOException {
        if (fault instanceof Fault.Refused refused) {
            Optional<T> answer = refusing.answer(refused.code());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new IOException("connection reset");
    }

    private static Optional<ApiResponse> refusal(int code) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("apiVersion", "v1");
        status.put("kind", "Status");
        status.put("status", "Failure");
        status.put("code", (long) code);
        status.put(
                "reason",
                switch (code) {
                    case 409 -> "Conflict";
                    case 429 -> "TooManyRequests";
                    case 503 -> "ServiceUnavailable";
                    default -> "InternalError";
                });
        status.put("message", "simulated " + code);
        Map<String, String> headers = code == 429 ? Map.of("retry-after", "2") : Map.of();
        return Optional.of(new ApiResponse(code, headers, status));
    }
}
