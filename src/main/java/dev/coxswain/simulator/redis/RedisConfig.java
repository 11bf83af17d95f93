package dev.coxswain.simulator.redis;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The lines of a redis.conf that matter here, and what CONFIG SET changed. */
final class RedisConfig {

    /** How much longer a short sleep lasts than was asked for: a million keys at 150 µs each take some 230 s. */
    private static final Duration OVERSLEPT = Duration.of(80, ChronoUnit.MICROS);

    private final Map<String, String> values = new TreeMap<>();
    private final List<Duration> saves = new ArrayList<>();

    static RedisConfig parse(String text, Map<String, String> environment) {
        RedisConfig config = new RedisConfig();
        text.lines().map(String::strip).filter(line -> line.contains(" ")).forEach(line -> {
            int space = line.indexOf(' ');
            config.set(line.substring(0, space), line.substring(space + 1).strip());
        });
        @Nullable String port = environment.get("REDIS_PORT");
        if (port != null) {
            config.values.putIfAbsent("port", port);
        }
        return config;
    }

    void set(String key, String value) {
        values.put(key.toLowerCase(Locale.ROOT), value);
        if (key.equalsIgnoreCase("save")) {
            save(value);
        }
    }

    /** Each line adds to those before it; an empty one takes them back. */
    private void save(String value) {
        String seconds = value.replace("\"", "").strip().split(" ", -1)[0];
        if (seconds.isEmpty()) {
            saves.clear();
        } else {
            saves.add(Duration.ofSeconds(Long.parseLong(seconds)));
        }
    }

    Map<String, String> values() {
        return values;
    }

    /** What the debugging option {@code key-load-delay} costs for each key. */
    Duration keyLoadDelay() {
        long micros = Long.parseLong(values.getOrDefault("key-load-delay", "0"));
        return micros <= 0
                ? Duration.ZERO
                : Duration.of(micros, ChronoUnit.MICROS).plus(OVERSLEPT);
    }

    /** The shortest of the save points, all of which a server that is written to reaches; empty for none. */
    Optional<Duration> saveEvery() {
        return saves.stream().min(Duration::compareTo);
    }

    FullSync.Limit outputBufferLimit() {
        return FullSync.Limit.parse(values.getOrDefault("client-output-buffer-limit", ""));
    }

    int port() {
        return Integer.parseInt(values.getOrDefault("port", "6379"));
    }

    String password() {
        return values.getOrDefault("requirepass", "");
    }

    String masterHost() {
        return values.getOrDefault("slaveof", values.getOrDefault("replicaof", ""))
                .split(" ", -1)[0];
    }

    int masterPort() {
        String[] words = values.getOrDefault("slaveof", values.getOrDefault("replicaof", ""))
                .split(" ", -1);
        return words.length > 1 ? Integer.parseInt(words[1]) : 0;
    }
}
