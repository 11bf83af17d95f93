/**
 * Connects to an API server and speaks with it: who is asked, as whom, over which wire.
 *
 * <p>Start at {@link dev.coxswain.kube.client.KubeClients} (connect) and {@link dev.coxswain.kube.client.HttpTransport} (the wire);
 * {@link dev.coxswain.kube.client.RestMapper} knows the path of each kind, {@link dev.coxswain.kube.client.PodExec} runs programs.
 *
 * <p>What must stay true: a request is sent once and never repeated in here; what is read from a server is bounded; an answer that
 * is cut off is no answer.
 */
@NullMarked
package dev.coxswain.kube.client;

import org.jspecify.annotations.NullMarked;
