/** Tests of questions and answers. */
@NullMarked
package dev.coxswain.approval;

import org.jspecify.annotations.NullMarked;
