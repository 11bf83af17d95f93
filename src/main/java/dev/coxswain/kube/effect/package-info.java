/**
 * Turns effects and questions into requests: the only writer.
 *
 * <p>Start at {@link dev.coxswain.kube.effect.ApiEffector}; {@link dev.coxswain.kube.effect.ApiAsker} asks, {@link
 * dev.coxswain.kube.effect.NamespacePowers} does both under the rights of a namespace.
 *
 * <p>What must stay true: a write is sent once and never repeated in here; whatever an API server answers, or fails to answer,
 * becomes an outcome and not an exception.
 */
@NullMarked
package dev.coxswain.kube.effect;

import org.jspecify.annotations.NullMarked;
