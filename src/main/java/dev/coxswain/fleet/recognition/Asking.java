package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.profile.AnswerFormat;

/** One question ready to be put to one member: give {@link #read} the answer and keep the result under {@link #key}. */
public record Asking(Answers.Key key, Query.Ask query, AnswerFormat format) {

    public Answers.Said read(Answer answer) {
        return format.read(answer);
    }
}
