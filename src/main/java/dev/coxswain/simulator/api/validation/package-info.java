/**
 * What an object must look like to be let in: metadata, the built-in kinds, and the schemas and rules of custom ones.
 *
 * <p>Start at {@link dev.coxswain.simulator.api.validation.Validation} (built-in kinds) and {@link
 * dev.coxswain.simulator.api.validation.StructuralSchema} (custom ones).
 *
 * <p>What must stay true: a mistake is described in the words of the real server, because people and programs read them.
 */
@NullMarked
package dev.coxswain.simulator.api.validation;

import org.jspecify.annotations.NullMarked;
