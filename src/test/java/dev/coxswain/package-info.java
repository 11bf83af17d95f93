/** Tests about the code base as a whole. */
@NullMarked
package dev.coxswain;

import org.jspecify.annotations.NullMarked;
