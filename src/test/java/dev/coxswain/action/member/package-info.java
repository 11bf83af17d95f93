/** Tests of the actions. */
@NullMarked
package dev.coxswain.action.member;

import org.jspecify.annotations.NullMarked;
