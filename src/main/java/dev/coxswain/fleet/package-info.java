/**
 * The fleet as an SRE sees it: operators, the datastores that they manage, the members of those; recognised by profiles.
 *
 * <p>Start at {@link dev.coxswain.fleet.Fleet}.
 *
 * <p>What must stay true: an operator is recognised by its image, never by name alone; a role read from a label is what the
 * operator said last, while {@code says} is what the datastore itself answered.
 */
@NullMarked
package dev.coxswain.fleet;

import org.jspecify.annotations.NullMarked;
