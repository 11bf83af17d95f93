/**
 * ValidatingAdmissionPolicies: CEL that says which objects are let in, as a real API server evaluates it, without a webhook.
 *
 * <p>Start at {@link dev.coxswain.simulator.admission.AdmissionPolicies}.
 *
 * <p>What must stay true: what cannot be evaluated is refused unless the policy's author says {@code failurePolicy: Ignore}; no
 * expression costs more than a bounded number of iterations; the words of a refusal are the real server's. Not simulated: type
 * checking against schemas (everything is dynamic here), the {@code authorizer} variable (a policy that uses it does not
 * compile, and so refuses), audit annotations and {@code Audit} (there is no audit log to write to), and {@code
 * matchPolicy: Equivalent} (kinds are served in one version).
 */
@NullMarked
package dev.coxswain.simulator.admission;

import org.jspecify.annotations.NullMarked;
