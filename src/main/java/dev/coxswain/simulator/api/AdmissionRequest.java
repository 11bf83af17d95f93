package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Gvk;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A write that waits for admission.
 *
 * @param operation CREATE, UPDATE, DELETE or CONNECT
 * @param object as it would be stored; for a subresource with a body of its own (eviction, binding), that body; absent on DELETE
 * @param oldObject as it is stored; absent on CREATE
 * @param options of the request: {@code CreateOptions} and its like
 */
public record AdmissionRequest(
        Identity user,
        String operation,
        Gvk gvk,
        String resource,
        String subresource,
        String namespace,
        String name,
        Optional<Map<String, @Nullable Object>> object,
        Optional<Map<String, @Nullable Object>> oldObject,
        boolean dryRun,
        Map<String, @Nullable Object> options) {}
