package dev.coxswain.simulator.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The commands that a redis-server understands, and whom it lets give them. */
record RedisCommands(RedisProcess redis, RedisNetwork network) {

    Reply answer(RedisServer.Login login, List<String> command) {
        String verb = command.isEmpty() ? "" : command.getFirst().toUpperCase(Locale.ROOT);
        Optional<Reply> refusal = refusal(login, verb);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        List<String> arguments = command.isEmpty() ? List.of() : command.subList(1, command.size());
        return switch (verb) {
            case "PING" -> arguments.isEmpty() ? Reply.of("PONG") : Reply.of(arguments.getFirst());
            case "INFO" -> Reply.of(new RedisInfo(redis, network).sections(arguments));
            case "ROLE" -> role();
            case "REPLICAOF", "SLAVEOF" -> replicaOf(arguments);
            case "CONFIG" -> configure(arguments);
            case "DBSIZE" -> Reply.of(String.valueOf(redis.dataset().keys()));
            case "SHUTDOWN" -> shutdown();
            case "SAVE", "AUTH", "CLIENT", "SELECT" -> Reply.OK;
            case "BGSAVE" -> Reply.of("Background saving started");
            case "LASTSAVE" -> Reply.of(String.valueOf(redis.life().startedAt().getEpochSecond()));
            default -> Reply.refused("ERR unknown command '" + command.getFirst() + "'");
        };
    }

    private Optional<Reply> refusal(RedisServer.Login login, String verb) {
        boolean pinger = login.user().equals("pinger");
        if (pinger ? !login.password().equals("pingpass") : !isWelcome(login)) {
            return Optional.of(Reply.refused(
                    login.password().isEmpty()
                            ? "NOAUTH Authentication required."
                            : "WRONGPASS invalid username-password pair or user is disabled."));
        }
        if (pinger && !verb.equals("PING")) {
            return Optional.of(Reply.refused("NOPERM User pinger has no permissions to run the '"
                    + verb.toLowerCase(Locale.ROOT) + "' command"));
        }
        boolean whileLoading =
                List.of("INFO", "CONFIG", "ROLE", "SHUTDOWN", "AUTH", "CLIENT").contains(verb);
        return redis.isLoading() && !whileLoading
                ? Optional.of(Reply.LOADING)
                : redis.saving().refusal(verb);
    }

    private boolean isWelcome(RedisServer.Login login) {
        return redis.config().password().isEmpty()
                || login.password().equals(redis.config().password());
    }

    private Reply role() {
        if (redis.isMaster()) {
            List<String> lines = new ArrayList<>(List.of("master", String.valueOf(redis.offset())));
            for (RedisProcess replica : new RedisInfo(redis, network).replicas()) {
                lines.addAll(
                        List.of(replica.address(), String.valueOf(replica.port()), String.valueOf(replica.offset())));
            }
            return new Reply(false, lines);
        }
        String state = redis.isLinkUp() ? "connected" : redis.isSyncing() ? "sync" : "connect";
        return Reply.of(
                "slave", redis.masterHost(), String.valueOf(redis.masterPort()), state, String.valueOf(redis.offset()));
    }

    private Reply replicaOf(List<String> arguments) {
        if (arguments.size() != 2) {
            return Reply.refused("ERR wrong number of arguments for 'replicaof' command");
        }
        if (arguments.getFirst().equalsIgnoreCase("NO")) {
            redis.follow("", 0);
            return Reply.OK;
        }
        String port = arguments.get(1);
        if (!port.chars().allMatch(Character::isDigit)) {
            return Reply.refused("ERR value is not an integer or out of range");
        }
        if (redis.masterHost().equals(arguments.getFirst()) && redis.masterPort() == Integer.parseInt(port)) {
            return Reply.of("OK Already connected to specified master");
        }
        redis.follow(arguments.getFirst(), Integer.parseInt(port));
        return Reply.OK;
    }

    private Reply configure(List<String> arguments) {
        String verb = arguments.isEmpty() ? "" : arguments.getFirst().toUpperCase(Locale.ROOT);
        if (verb.equals("GET") && arguments.size() > 1) {
            String value = redis.config().values().get(arguments.get(1));
            return value == null ? Reply.of() : Reply.of(arguments.get(1), value);
        }
        if (verb.equals("SET") && arguments.size() > 2) {
            redis.config().set(arguments.get(1), String.join(" ", arguments.subList(2, arguments.size())));
            return Reply.OK;
        }
        return verb.equals("REWRITE") ? Reply.OK : Reply.refused("ERR unknown subcommand");
    }

    private Reply shutdown() {
        redis.life().exit(0, "Completed");
        return Reply.of();
    }
}
