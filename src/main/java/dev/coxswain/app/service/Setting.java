package dev.coxswain.app.service;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every key under {@code coxswain.}; what is not listed here is no setting. */
public enum Setting {
    NAMESPACE(
            "coxswain.namespace",
            Type.TEXT,
            "coxswain",
            "The supervisor's own namespace, in which runs and decisions live. `--namespace`"),
    PLAYBOOKS(
            "coxswain.playbooks",
            Type.TEXT,
            "playbooks",
            "A directory of playbooks, beside those in the cluster. `--playbooks`"),
    OPERATOR_IMAGES(
            "coxswain.operator-images.PROFILE",
            Type.TEXT,
            "",
            "An image by which a profile's operator is recognised too: a mirror, or one built at home. `--operator-image`"),
    LEADER_ELECTION(
            "coxswain.leader-election",
            Type.TRUTH,
            "true",
            "Whether to ask for a Lease before acting. `false` only where there is never more than one supervisor."),
    LEASE_DURATION(
            "coxswain.lease-duration",
            Type.DURATION,
            "15s",
            "After how long without a sign of the leader another supervisor takes over, in whole seconds."),
    WRITES_PER_SECOND(
            "coxswain.writes-per-second", Type.NUMBER, "200", "How much is written to the API server, at most."),
    KEPT_RUNS("coxswain.kept-runs", Type.COUNT, "1000", "How many finished runs are kept."),
    KEPT_FOR("coxswain.kept-for", Type.DURATION, "30d", "How long finished runs are kept, at most."),
    KUBECONFIG(
            "coxswain.cluster.kubeconfig",
            Type.TEXT,
            "",
            "A kubeconfig; without one that of kubectl, or else the pod's service account. `--kubeconfig`"),
    CONTEXT(
            "coxswain.cluster.context",
            Type.TEXT,
            "",
            "A context in the kubeconfig instead of its current one. `--context`"),
    SERVER("coxswain.cluster.server", Type.TEXT, "", "An API server that wants no credentials. `--server`"),
    LISTEN(
            "coxswain.web.listen",
            Type.TEXT,
            "127.0.0.1:8080",
            "Where the status page, metrics and health are. Reached from other machines it wants one of the next two. Without it,"
                    + " another port is taken when 8080 is not free. `--listen`"),
    TOKEN_FILE(
            "coxswain.web.token-file",
            Type.TEXT,
            "",
            "A file with the token that readers have to show, as bearer token or as a browser's password. It is read again each"
                    + " time. `--token-file`"),
    TOKEN_REVIEW(
            "coxswain.web.token-review",
            Type.TRUTH,
            "false",
            "Whether the API server is asked whose token a reader shows, and whether its owner may `get` the path (a"
                    + " non-resource URL). `--token-review`"),
    COMMAND("coxswain.command", Type.TEXT, "coxswain", "How this program is called in the commands that it suggests."),
    LOG_LEVEL(
            "coxswain.log.level",
            Type.TEXT,
            "INFO",
            "Only as `COXSWAIN_LOG_LEVEL`: TRACE, DEBUG, INFO, WARN, ERROR, OFF."),
    LOG_FORMAT(
            "coxswain.log.format",
            Type.TEXT,
            "text",
            "Only as `COXSWAIN_LOG_FORMAT`: `text` for people, `json` for programs, one object a line.");

    /** What a value looks like. */
    public enum Type {
        TEXT("a text"),
        TRUTH("true or false"),
        NUMBER("a number"),
        COUNT("a whole number"),
        DURATION("a duration, as in 30d, 12h or 90s");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        boolean fits(String value) {
            return switch (this) {
                case TEXT -> true;
                case TRUTH -> value.toLowerCase(Locale.ROOT).matches("true|false");
                case NUMBER -> value.matches("-?\\d+(\\.\\d+)?");
                case COUNT -> value.matches("-?\\d{1,9}");
                case DURATION -> value.matches("-?\\d+(ms|[dhms])|[-+]?P.*");
            };
        }
    }

    private static final String ANY = "PROFILE";

    private final String key;
    private final Type type;
    private final String fallback;
    private final String help;

    Setting(String key, Type type, String fallback, String help) {
        this.key = key;
        this.type = type;
        this.fallback = fallback;
        this.help = help;
    }

    static Optional<Setting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key)
                        || (setting.key.endsWith(ANY)
                                && key.startsWith(setting.key.substring(0, setting.key.length() - ANY.length()))))
                .findFirst();
    }

    /** @throws IllegalArgumentException when the value is not of the setting's type; names the key */
    static void check(String key, String value) {
        Setting setting = of(key).orElseThrow(() -> new IllegalArgumentException(key + ": there is no such setting"));
        if (!setting.type.fits(value)) {
            throw new IllegalArgumentException(key + ": must be " + setting.type.words + ", but is \"" + value + "\"");
        }
    }

    public String key() {
        return key;
    }

    public Type type() {
        return type;
    }

    /** What holds when it is not set; empty for nothing. */
    public String fallback() {
        return fallback;
    }

    public String help() {
        return help;
    }
}
