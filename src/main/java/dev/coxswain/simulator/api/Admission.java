package dev.coxswain.simulator.api;

/** Has the last word on a write, after defaults and before the store. */
@FunctionalInterface
public interface Admission {

    /** @throws ApiException to refuse */
    void admit(AdmissionRequest request);
}
