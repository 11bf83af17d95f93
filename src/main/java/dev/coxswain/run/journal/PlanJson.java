package dev.coxswain.run.journal;

import dev.coxswain.approval.Decision;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.Json;
import dev.coxswain.run.record.Change;
import dev.coxswain.run.record.Plan;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans, questions and answers as the journal keeps them. */
final class PlanJson {

    private PlanJson() {}

    static Map<String, @Nullable Object> write(Plan plan) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("digest", plan.digest());
        json.put("computedAt", plan.computedAt().toString());
        json.put("effects", plan.effects().stream().map(PlanJson::write).toList());
        json.put("remarks", plan.remarks());
        return json;
    }

    private static Map<String, @Nullable Object> write(Plan.Planned planned) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("step", planned.step());
        json.put("summary", planned.effect().summary());
        json.put("reversible", planned.reversible());
        json.put("changes", planned.changes().stream().map(PlanJson::write).toList());
        json.put("effect", EffectJson.write(planned.effect()));
        return json;
    }

    private static Map<String, @Nullable Object> write(Change change) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("path", change.path());
        if (change.before() != null) {
            json.put("before", change.before());
        }
        if (change.after() != null) {
            json.put("after", change.after());
        }
        return json;
    }

    static Plan readPlan(Map<String, @Nullable Object> json) {
        return new Plan(
                Json.asText(json.get("digest")),
                RunJson.instant(json, "computedAt"),
                RunJson.maps(json, "effects").stream()
                        .map(p -> new Plan.Planned(
                                Json.asText(p.get("step")),
                                EffectJson.read(Json.asMap(p.get("effect"))),
                                Boolean.TRUE.equals(p.get("reversible")),
                                RunJson.maps(p, "changes").stream()
                                        .map(c ->
                                                new Change(Json.asText(c.get("path")), c.get("before"), c.get("after")))
                                        .toList()))
                        .toList(),
                Json.asList(json.get("remarks")).stream().map(Json::asText).toList());
    }

    static Map<String, @Nullable Object> write(Question question) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", question.id());
        json.put("digest", question.digest());
        json.put("askedAt", question.askedAt().toString());
        json.put("expiresAt", question.expiresAt().toString());
        json.put("approvers", (long) question.approvers());
        json.put("requestedBy", question.requestedBy());
        json.put("fourEyes", question.fourEyes());
        return json;
    }

    static Question readQuestion(Map<String, @Nullable Object> json) {
        return new Question(
                Json.asText(json.get("id")),
                Json.asText(json.get("digest")),
                RunJson.instant(json, "askedAt"),
                RunJson.instant(json, "expiresAt"),
                (int) Json.asLong(json.get("approvers"), 1),
                Json.asText(json.get("requestedBy")),
                Boolean.TRUE.equals(json.get("fourEyes")));
    }

    static Map<String, @Nullable Object> write(Decision answer) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("decision", answer.name());
        json.put("run", answer.run());
        json.put("question", answer.question());
        json.put("digest", answer.digest());
        json.put("answer", answer.approves() ? "Approve" : "Deny");
        json.put("by", answer.by());
        json.put("reason", answer.reason());
        json.put("at", answer.at().toString());
        return json;
    }

    static Decision readAnswer(Map<String, @Nullable Object> json) {
        return new Decision(
                Json.asText(json.get("decision")),
                Json.asText(json.get("run")),
                Json.asText(json.get("question")),
                Json.asText(json.get("digest")),
                "Approve".equals(json.get("answer")),
                Json.asText(json.get("by")),
                Json.asText(json.get("reason")),
                RunJson.instant(json, "at"));
    }
}
