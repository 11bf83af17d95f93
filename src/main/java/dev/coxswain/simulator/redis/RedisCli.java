package dev.coxswain.simulator.redis;

import dev.coxswain.simulator.kubelet.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** redis-cli as it runs in a container: options, address, login, one command, and what it prints. */
final class RedisCli {

    private static final List<String> FLAGS = List.of("--no-auth-warning", "--raw", "--csv", "--no-raw", "-e", "--tls");

    private final RedisNetwork network;
    private final String ownIp;

    RedisCli(RedisNetwork network, String ownIp) {
        this.network = network;
        this.ownIp = ownIp;
    }

    Execution run(List<String> arguments, Map<String, String> environment) {
        String host = "127.0.0.1";
        int port = 6379;
        String user = "";
        String password = environment.getOrDefault("REDISCLI_AUTH", "");
        int i = 0;
        for (; i < arguments.size() && arguments.get(i).startsWith("-"); i++) {
            String option = arguments.get(i);
            if (FLAGS.contains(option)) {
                continue;
            }
            String value = i + 1 < arguments.size() ? arguments.get(++i) : "";
            switch (option) {
                case "-h" -> host = value;
                case "-p" -> port = value.isEmpty() ? port : Integer.parseInt(value);
                case "--user" -> user = value;
                case "-a", "--pass" -> password = value;
                case "-n", "-t", "-r", "-i" -> user = user.strip();
                default -> {
                    return Execution.of(1, "", "Unrecognized option or bad number of args for: '" + option + "'\n");
                }
            }
        }
        List<String> command = new ArrayList<>(arguments.subList(i, arguments.size()));
        boolean own = List.of("127.0.0.1", "localhost", environment.getOrDefault("HOSTNAME", "localhost"))
                .contains(host);
        Optional<RedisServer> server = network.at(own ? ownIp : host, port);
        if (server.isEmpty()) {
            return Execution.of(
                    1, "", "Could not connect to Redis at %s:%d: Connection refused\n".formatted(host, port));
        }
        Reply reply = server.get().ask(new RedisServer.Login(user, password), command);
        return Execution.of(0, reply.printed(), "");
    }
}
