/**
 * Reads bodies in the protobuf encoding, in which kubectl sends what it builds itself.
 *
 * <p>Start at {@link dev.coxswain.simulator.http.protobuf.Protobuf}; {@code messages.txt} has the field numbers of the API's
 * published definitions.
 *
 * <p>What must stay true: what comes out is the JSON that a client of the same object would have sent; answers are JSON always.
 */
@NullMarked
package dev.coxswain.simulator.http.protobuf;

import org.jspecify.annotations.NullMarked;
