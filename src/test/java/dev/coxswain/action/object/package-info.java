/** Tests of the actions. */
@NullMarked
package dev.coxswain.action.object;

import org.jspecify.annotations.NullMarked;
