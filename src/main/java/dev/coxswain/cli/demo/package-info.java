/**
 * The demonstration: an incident on a simulated cluster, told while it happens.
 *
 * <p>Start at {@link dev.coxswain.cli.demo.Demo}; {@link dev.coxswain.cli.demo.DemoPlay} plays, {@link
 * dev.coxswain.cli.demo.DemoStory} tells.
 *
 * <p>What must stay true: what is told has been seen in the cluster, and is not known from the script; no real cluster is touched.
 */
@NullMarked
package dev.coxswain.cli.demo;

import org.jspecify.annotations.NullMarked;
