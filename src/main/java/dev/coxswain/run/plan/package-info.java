/**
 * What a run would do, found out without doing it: for people who approve, and to notice when it is no longer that.
 *
 * <p>Start at {@link dev.coxswain.run.plan.Planner}; {@link dev.coxswain.run.plan.Preview} plans a run that does not exist,
 * {@link dev.coxswain.run.plan.PlanDigest} binds an approval to what was shown.
 *
 * <p>What must stay true: planning applies nothing; the same effects have the same digest; what the plan does not foresee is not
 * done under its approval.
 */
@NullMarked
package dev.coxswain.run.plan;

import org.jspecify.annotations.NullMarked;
