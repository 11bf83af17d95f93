/**
 * What operators and their datastores look like, what their members can be asked, and how they are paused.
 *
 * <p>Start at {@link dev.coxswain.fleet.profile.OperatorProfile}; {@link dev.coxswain.fleet.profile.ProfileReader} reads what authors
 * write, {@link dev.coxswain.fleet.profile.BuiltInProfiles} comes with the product.
 *
 * <p>What must stay true: what is wrong in a profile is said with its place, all of it at once; a question only reads.
 */
@NullMarked
package dev.coxswain.fleet.profile;

import org.jspecify.annotations.NullMarked;
