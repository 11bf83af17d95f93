package dev.coxswain.run;

import dev.coxswain.approval.Decision;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.record.Run;
import dev.coxswain.simulator.api.Api;
import java.util.Map;

/** Answers to the questions of runs, as people give them in tests. */
public final class Answering {

    private static final Api.Actor ADMIN = new Api.Actor("kubernetes-admin", "kubectl");

    private Answering() {}

    /** The administrator approves what the run asks now. */
    public static void approve(Api server, Run run) {
        Question question = RunEngine.openQuestion(run).orElseThrow();
        server.create(decision(run.spec().namespace(), run.spec().name(), question, "Approve", ADMIN.user()), ADMIN);
    }

    /** @param answer {@code Approve} or {@code Deny} */
    public static KubeObject decision(String namespace, String run, Question question, String answer, String by) {
        String name = run + "-" + question.id() + "-" + by.replaceAll("[^a-z0-9]", "-");
        return KubeObject.of(Map.of(
                "apiVersion",
                Decision.GVK.apiVersion(),
                "kind",
                Decision.GVK.kind(),
                "metadata",
                Map.of("namespace", namespace, "name", name),
                "spec",
                Map.of(
                        "run", run,
                        "question", question.id(),
                        "digest", question.digest(),
                        "answer", answer,
                        "by", by)));
    }
}
