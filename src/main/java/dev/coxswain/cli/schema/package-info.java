/**
 * The schema of what people write, for their editors and for the reference pages.
 *
 * <p>Start at {@link dev.coxswain.cli.schema.JsonSchema}. What must stay true: there is one source, the custom resource
 * definitions that are installed in the cluster, and for the parameters of steps the actions' own signatures; everything here
 * is derived from those.
 */
@NullMarked
package dev.coxswain.cli.schema;

import org.jspecify.annotations.NullMarked;
