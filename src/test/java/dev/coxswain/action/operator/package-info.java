/** Tests of the actions. */
@NullMarked
package dev.coxswain.action.operator;

import org.jspecify.annotations.NullMarked;
