/**
 * What pages and JSON show, as values: read off one snapshot, ready to be printed.
 *
 * <p>Start at {@link dev.coxswain.web.view.RunDetail} and {@link dev.coxswain.web.view.FleetPage}.
 *
 * <p>What must stay true: everything here is plain text, escaped by whoever prints it; what cannot be read is said so, and hides
 * nothing else. The names of the components are the names in the JSON of {@code /api/v1}.
 */
@NullMarked
package dev.coxswain.web.view;

import org.jspecify.annotations.NullMarked;
