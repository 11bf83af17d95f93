/**
 * What the supervisor says over HTTP: status pages and their live stream, JSON, health, and who may read them.
 *
 * <p>Start at {@link dev.coxswain.web.StatusEndpoint}; who is let in is decided in {@link dev.coxswain.web.access}.
 *
 * <p>What must stay true: nothing here changes the cluster. Whatever comes from the cluster is escaped: pages are templates that
 * never write text unescaped, and no script is inline. Nothing but liveness and readiness answers a stranger, unless the server
 * listens to this machine alone.
 */
@NullMarked
package dev.coxswain.web;

import org.jspecify.annotations.NullMarked;
