/**
 * The question put to people and their answers: modes, quorum, four eyes, expiry, and the digest that an answer is bound to.
 *
 * <p>Start at {@link dev.coxswain.approval.Question}.
 *
 * <p>What must stay true: silence is a denial; an answer counts for the one question and the one digest that it names; who
 * answered is what the API server attested, never what somebody claims.
 */
@NullMarked
package dev.coxswain.approval;

import org.jspecify.annotations.NullMarked;
