/**
 * Who may read what the supervisor says over HTTP.
 *
 * <p>Start at {@link dev.coxswain.web.access.Doorkeeper}.
 *
 * <p>What must stay true: whoever listens beyond this machine knows how to check a token, or does not start. Tokens are compared
 * in constant time and never logged. On loopback only requests that were meant for this machine are answered.
 */
@NullMarked
package dev.coxswain.web.access;

import org.jspecify.annotations.NullMarked;
