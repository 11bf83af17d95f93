/**
 * The adapter to a real API server, and the only package that knows a Kubernetes client library. Here is only the map; each
 * package uses those above it and none below:
 *
 * <ul>
 *   <li>{@link dev.coxswain.kube.client}: who is asked, as whom, and the wire
 *   <li>{@link dev.coxswain.kube.cache}: the view, kept up to date by watching
 *   <li>{@link dev.coxswain.kube.effect}: effects and questions as requests
 *   <li>{@link dev.coxswain.kube.memory}: what Coxswain keeps in the cluster for itself
 * </ul>
 *
 * <p>What must stay true: objects are read and written as plain JSON, never through the client's typed models, which refuse fields
 * that they do not know; an object that cannot be read costs a log line and nothing else.
 */
@NullMarked
package dev.coxswain.kube;

import org.jspecify.annotations.NullMarked;
