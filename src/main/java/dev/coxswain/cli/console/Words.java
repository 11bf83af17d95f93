package dev.coxswain.cli.console;

import dev.coxswain.playbook.Playbook.Approval;
import java.time.Duration;

/** Things of ours as people say them. */
public final class Words {

    private Words() {}

    public static String approval(Approval approval) {
        String asked =
                approval.approvers() == 1 ? "one person has to agree" : approval.approvers() + " people have to agree";
        String within = " within " + duration(approval.expiresAfter())
                + (approval.fourEyes() ? ", not the one who asked for the run" : "");
        return switch (approval.mode()) {
            case NEVER -> "nobody is asked";
            case REQUIRED -> asked + within;
            case REQUIRED_UNLESS ->
                asked
                        + within
                        + approval.unless()
                                .map(unless -> ", unless " + unless.source())
                                .orElse("");
        };
    }

    /** As playbooks write it: 1h30m. */
    static String duration(Duration duration) {
        String text = duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
        return text.isEmpty() ? "0s" : text;
    }
}
