/** Tests of the actions. */
@NullMarked
package dev.coxswain.action.datastore;

import org.jspecify.annotations.NullMarked;
