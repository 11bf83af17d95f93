package dev.coxswain.run.journal;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.run.record.Compensation;
import dev.coxswain.run.record.Compensation.Undo;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Steps, compensations and notices as the journal keeps them. */
final class StepJson {

    private StepJson() {}

    static Map<String, @Nullable Object> write(StepRecord step) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", step.name());
        json.put("phase", step.phase().name());
        json.put("startedAt", step.startedAt().toString());
        json.put("attemptAt", step.attemptAt().toString());
        step.finishedAt().ifPresent(at -> json.put("finishedAt", at.toString()));
        json.put("attempt", (long) step.attempt());
        json.put("item", (long) step.item());
        step.pending().ifPresent(effect -> json.put("pending", EffectJson.write(effect)));
        json.put("history", step.history().stream().map(StepJson::write).toList());
        json.put("output", Json.print(RunJson.Tagged.write(step.output())));
        json.put("note", step.note());
        return json;
    }

    static StepRecord readStep(Map<String, @Nullable Object> json) {
        return new StepRecord(
                Json.asText(json.get("name")),
                Fields.oneOf(StepRecord.Phase.class, json, "phase"),
                RunJson.instant(json, "startedAt"),
                RunJson.optionalInstant(json, "attemptAt").orElseGet(() -> RunJson.instant(json, "startedAt")),
                RunJson.optionalInstant(json, "finishedAt"),
                (int) Json.asLong(json.get("attempt"), 1),
                (int) Json.asLong(json.get("item"), 0),
                Optional.of(Json.asMap(json.get("pending")))
                        .filter(m -> !m.isEmpty())
                        .map(EffectJson::read),
                RunJson.maps(json, "history").stream().map(StepJson::readPast).toList(),
                RunJson.Tagged.read(RunJson.textOr(json, "output", "null")),
                Json.asText(json.get("note")));
    }

    private static Map<String, @Nullable Object> write(StepRecord.Past past) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("effect", EffectJson.write(past.effect()));
        json.put("result", Json.print(past.result()));
        return json;
    }

    private static StepRecord.Past readPast(Map<String, @Nullable Object> json) {
        return new StepRecord.Past(
                EffectJson.read(Json.asMap(json.get("effect"))),
                Json.asMap(Json.parse(RunJson.textOr(json, "result", "{}"))));
    }

    static Map<String, @Nullable Object> write(Compensation compensation) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("step", compensation.step());
        json.put("summary", compensation.summary());
        switch (compensation.undo()) {
            case Undo.Inverse(Effect effect) -> json.put("effect", EffectJson.write(effect));
            case Undo.Authored authored -> json.put("authored", write(authored));
            case Undo.Child(String run) -> json.put("child", run);
        }
        json.put("standing", compensation.standing().name());
        json.put("note", compensation.note());
        compensation.notBefore().ifPresent(at -> json.put("notBefore", at.toString()));
        return json;
    }

    private static Map<String, @Nullable Object> write(Undo.Authored authored) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("index", (long) authored.index());
        json.put("item", Json.print(RunJson.Tagged.write(authored.item())));
        json.put("at", (long) authored.at());
        if (!authored.of().isEmpty()) {
            json.put("of", authored.of());
        }
        authored.record().ifPresent(record -> json.put("record", write(record)));
        return json;
    }

    static Compensation readCompensation(Map<String, @Nullable Object> json) {
        return new Compensation(
                Json.asText(json.get("step")),
                readUndo(json),
                Fields.oneOf(Compensation.Standing.class, json, "standing"),
                Json.asText(json.get("note")),
                RunJson.optionalInstant(json, "notBefore"));
    }

    private static Undo readUndo(Map<String, @Nullable Object> json) {
        if (json.containsKey("authored")) {
            return readAuthored(Json.asMap(json.get("authored")));
        }
        return json.containsKey("child")
                ? new Undo.Child(Json.asText(json.get("child")))
                : new Undo.Inverse(EffectJson.read(Json.asMap(json.get("effect"))));
    }

    private static Undo readAuthored(Map<String, @Nullable Object> json) {
        return new Undo.Authored(
                (int) Json.asLong(json.get("index"), 0),
                RunJson.Tagged.read(RunJson.textOr(json, "item", "null")),
                (int) Json.asLong(json.get("at"), 0),
                Optional.of(Json.asMap(json.get("record")))
                        .filter(m -> !m.isEmpty())
                        .map(StepJson::readStep),
                Json.asText(json.get("of")));
    }

    static Map<String, @Nullable Object> write(Run.Notice notice) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", notice.id());
        json.put("severity", notice.severity());
        json.put("text", notice.text());
        json.put("at", notice.at().toString());
        json.put("sent", notice.sent());
        return json;
    }

    static Run.Notice readNotice(Map<String, @Nullable Object> json) {
        return new Run.Notice(
                Json.asText(json.get("id")),
                Json.asText(json.get("severity")),
                Json.asText(json.get("text")),
                RunJson.instant(json, "at"),
                Boolean.TRUE.equals(json.get("sent")));
    }
}
