/**
 * A supervisor of one cluster, put together: what it watches, what it knows, in whose name it acts, and when it looks.
 *
 * <p>Start at {@link dev.coxswain.app.supervision.Supervision}; {@link dev.coxswain.app.supervision.Playbooks} and {@link
 * dev.coxswain.app.supervision.Profiles} are what it has loaded.
 *
 * <p>What must stay true: a playbook or a profile that is wrong is told where its author looks, and stops nothing else; no namespace
 * keeps the others waiting.
 */
@NullMarked
package dev.coxswain.app.supervision;

import org.jspecify.annotations.NullMarked;
