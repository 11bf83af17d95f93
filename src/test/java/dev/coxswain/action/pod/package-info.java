/** Tests of the actions. */
@NullMarked
package dev.coxswain.action.pod;

import org.jspecify.annotations.NullMarked;
