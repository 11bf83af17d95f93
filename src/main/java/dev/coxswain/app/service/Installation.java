package dev.coxswain.app.service;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.Map;

/**
 * What an installation decides: {@code coxswain.*}.
 *
 * @param command how this program is called, in the commands that are suggested to people
 * @param namespace the supervisor's own, in which runs and decisions live
 * @param playbooks a directory of them, beside those in the cluster
 * @param operatorImages by profile: an image by which the profile's operator is recognised too
 * @param leaderElection false where there is never more than one supervisor
 * @param leaseDuration after how long without a sign of the leader another one takes over, in whole seconds
 * @param writesPerSecond to the API server, at most
 * @param keptRuns how many finished runs are kept
 * @param keptFor how long finished runs are kept
 */
@ConfigurationProperties("coxswain")
public record Installation(
        @Bindable(defaultValue = "coxswain") String command,
        @Bindable(defaultValue = "coxswain") String namespace,
        @Bindable(defaultValue = "playbooks") String playbooks,
        @Bindable(defaultValue = "{}") Map<String, String> operatorImages,
        @Bindable(defaultValue = "true") boolean leaderElection,
        @Bindable(defaultValue = "15s") Duration leaseDuration,
        @Bindable(defaultValue = "200") double writesPerSecond,
        @Bindable(defaultValue = "1000") int keptRuns,
        @Bindable(defaultValue = "30d") Duration keptFor) {

    /** @throws IllegalArgumentException when a setting makes no sense; names the key */
    public Installation {
        require(namespace.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"), "namespace", namespace, "a namespace");
        require(leaseDuration.toSeconds() > 0, "lease-duration", leaseDuration, "a second or more, as in 15s");
        require(writesPerSecond > 0, "writes-per-second", writesPerSecond, "above zero");
        require(keptRuns >= 0, "kept-runs", keptRuns, "zero or more");
        require(keptFor.isPositive(), "kept-for", keptFor, "a duration above zero, as in 30d or 12h");
        operatorImages = Map.copyOf(operatorImages);
    }

    private static void require(boolean fine, String key, Object value, String must) {
        if (!fine) {
            throw new IllegalArgumentException("coxswain." + key + ": must be " + must + ", but is " + value);
        }
    }
}
