/** Tests of the actions. */
@NullMarked
package dev.coxswain.action;

import org.jspecify.annotations.NullMarked;
