package dev.coxswain.run.supervision;

import dev.coxswain.run.record.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line of a run's story in the log: for programs the fields, for people the text. */
record Said(String from, String to, String text) {

    private static final Logger LOG = LoggerFactory.getLogger(RunDriver.class);

    void log(Run.Spec run) {
        LOG.atInfo()
                .addKeyValue("run", run.key())
                .addKeyValue("playbook", run.playbookName())
                .addKeyValue("target", run.target())
                .addKeyValue("from", from)
                .addKeyValue("phase", to)
                .log("run {} {}", run.key(), text);
    }
}
