/**
 * The adapter to a real API server, and the only package that knows a Kubernetes client library.
 *
 * <p>Start at {@link dev.coxswain.kube.KubeClients} (connect), {@link dev.coxswain.kube.HttpTransport} (the wire), {@link
 * dev.coxswain.kube.ApiEffector} (the only writer), {@link dev.coxswain.kube.CrJournal} (the memory of runs), {@link
 * dev.coxswain.kube.Watches} and {@link dev.coxswain.kube.ObjectCache} (the view), {@link dev.coxswain.kube.LeaderLease}.
 *
 * <p>What must stay true: objects are read and written as plain JSON, never through the client's typed models, which refuse
 * fields that they do not know; a write is sent once and never repeated in here; whatever an API server answers, or fails to
 * answer, becomes an outcome and not an exception; an object that cannot be read costs a log line and nothing else.
 */
@NullMarked
package dev.coxswain.kube;

import org.jspecify.annotations.NullMarked;
