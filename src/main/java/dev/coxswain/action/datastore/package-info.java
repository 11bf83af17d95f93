/**
 * Actions on one datastore through its operator's own means.
 *
 * <p>Start at {@link dev.coxswain.action.datastore.PauseDatastore}.
 *
 * <p>What must stay true: a pause is the profile's annotation with exactly its value, and a resume takes the annotation away:
 * some operators roll all pods for any other value.
 */
@NullMarked
package dev.coxswain.action.datastore;

import org.jspecify.annotations.NullMarked;
