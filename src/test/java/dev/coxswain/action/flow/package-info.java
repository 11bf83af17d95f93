/** Tests of the actions. */
@NullMarked
package dev.coxswain.action.flow;

import org.jspecify.annotations.NullMarked;
