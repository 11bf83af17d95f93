package dev.coxswain.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Starts the program as users do it, and waits for what it does in real time. */
final class Launcher {

    private final Path folder;

    /** @param folder where what the processes say is written to */
    Launcher(Path folder) {
        this.folder = folder;
    }

    /** By the launcher script, which becomes the program. */
    Peer launched(String log, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Path.of("coxswain").toAbsolutePath().toString()));
        command.addAll(arguments);
        return new Peer(folder.resolve(log + ".log"), environment, command);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static boolean isReady(int port) throws IOException {
        HttpURLConnection health = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health/readiness")
                .toURL()
                .openConnection();
        return health.getResponseCode() == 200;
    }

    /** How many a supervisor has sent, those that wait for changes and those about its Lease left out. */
    static double requests(int port) throws IOException {
        String metrics = new String(
                URI.create("http://127.0.0.1:" + port + "/prometheus")
                        .toURL()
                        .openStream()
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        return metrics.lines()
                .filter(line -> line.startsWith("coxswain_api_requests_total"))
                .filter(line -> !line.contains("verb=\"watch\"") && !line.contains("resource=\"leases."))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    interface Attempt {
        boolean succeeds() throws IOException;
    }

    static void eventually(Attempt attempt) {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        BooleanSupplier succeeds = () -> {
            try {
                return attempt.succeeds();
            } catch (IOException notYet) {
                return false;
            }
        };
        while (!succeeds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    static void rest(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
