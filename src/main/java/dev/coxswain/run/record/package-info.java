/**
 * A run as a value: what it is about, how far it has come, what it would do and what undoes what it did.
 *
 * <p>Start at {@link dev.coxswain.run.record.Run}; {@link dev.coxswain.run.record.Transitions} is the whole life of one, as a table.
 *
 * <p>What must stay true: values never change, a change is another value; no state is entered but by an event of the table; a
 * compensation that is settled stays settled.
 */
@NullMarked
package dev.coxswain.run.record;

import org.jspecify.annotations.NullMarked;
