/**
 * Who may do what in the simulated cluster: tokens and certificates say who asks, RBAC objects say what they may, and
 * ValidatingAdmissionPolicies say which objects are let in.
 *
 * <p>Start at {@link dev.coxswain.simulator.auth.Rbac} (may they), {@link dev.coxswain.simulator.auth.Credentials} (who are
 * they) and {@link dev.coxswain.simulator.auth.AdmissionPolicies} (is the object admissible).
 *
 * <p>What must stay true: what is refused here is refused with the words of the real API server, because people and clients
 * read them; an unknown credential is never somebody; and whoever cannot be decided upon is refused. The cluster roles that
 * every real cluster is born with are known without being stored. Aggregated cluster roles are resolved when they are asked,
 * where a real cluster has a controller write the rules into them.
 */
@NullMarked
package dev.coxswain.simulator.auth;

import org.jspecify.annotations.NullMarked;
