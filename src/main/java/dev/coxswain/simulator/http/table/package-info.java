/**
 * Objects as rows, as {@code kubectl get} asks for them.
 *
 * <p>Start at {@link dev.coxswain.simulator.http.table.Tables}; which columns a kind has stands in {@link
 * dev.coxswain.simulator.http.table.Columns} and the classes that it names.
 *
 * <p>What must stay true: names, order and cells of the columns are those of the real server, because people read them and
 * scripts cut them out.
 */
@NullMarked
package dev.coxswain.simulator.http.table;

import org.jspecify.annotations.NullMarked;
