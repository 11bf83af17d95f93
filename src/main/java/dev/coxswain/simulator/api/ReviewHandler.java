package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Gvk;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers the kinds that are questions and are never stored: TokenReview, SubjectAccessReview and their like. */
@FunctionalInterface
public interface ReviewHandler {

    /** Leaves every question open. */
    ReviewHandler UNANSWERED = (gvk, review, user) -> review;

    /** The review with its status filled in. */
    Map<String, @Nullable Object> answer(Gvk gvk, Map<String, @Nullable Object> review, Identity user);
}
