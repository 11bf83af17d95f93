/**
 * Actions that take one pod of a datastore down.
 *
 * <p>Start at {@link dev.coxswain.action.member.Disruption}, which says when that is not allowed.
 *
 * <p>What must stay true: no member is taken down while another of its component is, nor while it is the primary; what is
 * deleted is the very pod or claim that was looked at.
 */
@NullMarked
package dev.coxswain.action.member;

import org.jspecify.annotations.NullMarked;
