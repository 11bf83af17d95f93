/**
 * The simulated API server on a real socket: HTTP/1.1, watches as chunked lines of JSON, exec over WebSocket.
 *
 * <p>Start at {@link dev.coxswain.simulator.http.HttpServer}.
 *
 * <p>What must stay true: this package knows nothing of objects; what is answered is decided in {@code simulator.api}, and here
 * it is only put into the form that the client asked for.
 */
@NullMarked
package dev.coxswain.simulator.http;

import org.jspecify.annotations.NullMarked;
