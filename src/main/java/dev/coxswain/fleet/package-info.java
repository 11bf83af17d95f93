/**
 * The fleet as an SRE sees it: operators, the datastores that they manage, the members of those.
 *
 * <p>Start at {@link dev.coxswain.fleet.Fleet}. Here is what there is; {@link dev.coxswain.fleet.profile} is what it is known by, {@link
 * dev.coxswain.fleet.recognition} how.
 *
 * <p>What must stay true: a role read from a label is what the operator said last, while {@code says} is what the datastore itself
 * answered; values never change.
 */
@NullMarked
package dev.coxswain.fleet;

import org.jspecify.annotations.NullMarked;
