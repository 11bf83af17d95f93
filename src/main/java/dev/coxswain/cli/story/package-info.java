/**
 * What happens in a cluster, told line by line: who did what.
 *
 * <p>Start at {@link dev.coxswain.cli.story.Witness}; {@link dev.coxswain.cli.story.InOrder} puts the lines in order. What must stay
 * true: it knows only what anybody can see through the API: objects, the managers of their fields, and Events.
 */
@NullMarked
package dev.coxswain.cli.story;

import org.jspecify.annotations.NullMarked;
