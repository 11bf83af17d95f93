/** Tests of the adapter: against scripted answers, and with the real client against the simulator. */
@NullMarked
package dev.coxswain.kube;

import org.jspecify.annotations.NullMarked;
