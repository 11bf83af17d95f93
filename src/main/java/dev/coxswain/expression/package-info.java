/**
 * Expressions: CEL, type-checked when a playbook is loaded, and {@code ${…}} templates in strings.
 *
 * <p>Start at {@link dev.coxswain.expression.CelExpressions}, which compiles against a {@link
 * dev.coxswain.expression.Scope}; {@link dev.coxswain.expression.YamlDocument} reads files with positions and {@link
 * dev.coxswain.expression.YamlFields} takes them apart into {@link dev.coxswain.expression.Diagnostics}.
 *
 * <p>What must stay true: an expression that compiled reads only variables that were declared; evaluating costs bounded time and
 * memory; values from the cluster are data, never source.
 */
@NullMarked
package dev.coxswain.expression;

import org.jspecify.annotations.NullMarked;
