package dev.coxswain.web.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.micronaut.serde.annotation.Serdeable;

/**
 * What stands on every page: who speaks, and whether it may act.
 *
 * @param namespace the supervisor's own
 * @param now by the supervisor's clock
 */
@Serdeable
public record Header(boolean synced, boolean leads, String namespace, String now) {

    @JsonIgnore
    public String state() {
        return !synced ? "still reading the cluster" : leads ? "leading" : "following";
    }

    @JsonIgnore
    public Tone tone() {
        return !synced ? Tone.BUSY : leads ? Tone.GOOD : Tone.CALM;
    }
}
