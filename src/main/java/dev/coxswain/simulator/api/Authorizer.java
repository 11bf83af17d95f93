package dev.coxswain.simulator.api;

/** Decides whether somebody may do something. */
@FunctionalInterface
public interface Authorizer {

    /** Lets everybody do everything. */
    Authorizer EVERYTHING = attributes -> new Decision(true, "");

    Decision authorize(Attributes attributes);

    /** @param reason why; shown in SubjectAccessReviews and after the colon of a 403 */
    record Decision(boolean allowed, String reason) {}
}
