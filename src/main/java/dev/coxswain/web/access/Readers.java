package dev.coxswain.web.access;

import java.util.List;

/** Knows who may read. */
interface Readers {

    /** What a token is worth. */
    sealed interface Verdict {
        record Admitted() implements Verdict {}

        /** Nobody's token. */
        record Unknown() implements Verdict {}

        /** Somebody's token, who may not read this. */
        record Forbidden(String who) implements Verdict {}

        /** It could not be found out. */
        record Unsure(String why) implements Verdict {}
    }

    Verdict mayRead(String token, String path);

    /** One after the other until one admits; otherwise what the last one said that knew more than nothing. */
    static Readers anyOf(List<Readers> all) {
        return (token, path) -> {
            Verdict said = new Verdict.Unknown();
            for (Readers readers : all) {
                Verdict verdict = readers.mayRead(token, path);
                if (verdict instanceof Verdict.Admitted) {
                    return verdict;
                }
                said = verdict instanceof Verdict.Unknown ? said : verdict;
            }
            return said;
        };
    }
}
