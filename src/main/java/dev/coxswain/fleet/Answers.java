package dev.coxswain.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What members answered to the questions of their profile, by pod and question. */
public record Answers(Map<Key, Said> all) {

    public static final Answers NONE = new Answers(Map.of());

    public Answers {
        all = Map.copyOf(all);
    }

    /** @param pod uid: a recreated pod has not answered anything yet */
    public record Key(String pod, String question) {}

    public sealed interface Said {

        /** @param value a JSON value: a map, a list or a string, by the question's format */
        record Value(Object value) implements Said {}

        record Silent(String why) implements Said {}
    }

    public Optional<Said> to(Key key) {
        return Optional.ofNullable(all.get(key));
    }

    public Answers with(Key key, Said said) {
        Map<Key, Said> more = new LinkedHashMap<>(all);
        more.put(key, said);
        return new Answers(more);
    }
}
