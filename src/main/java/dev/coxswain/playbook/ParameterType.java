package dev.coxswain.playbook;

/**
 * What a parameter holds, and so what an action finds in {@link Playbook.Step#with()}.
 *
 * <p>Wherever the author may write a string, he may write a template; the action then finds a {@link
 * dev.coxswain.expression.Template} whose value must have the type when it is evaluated. A {@link #DURATION} is found as {@link
 * java.time.Duration}, an {@link #EXPRESSION} as {@link dev.coxswain.expression.Expression}.
 */
public enum ParameterType {
    STRING,
    /** A whole number, {@code Long}. */
    INTEGER,
    BOOLEAN,
    /** Written {@code 90s}, {@code 5m}, {@code 1h30m}. */
    DURATION,
    /** CEL source of something that is true or false, compiled when the playbook is read. */
    EXPRESSION,
    /** A map of apiVersion, kind, name and, for namespaced kinds, namespace. */
    OBJECT_REF,
    /** A map. */
    OBJECT,
    LIST_OF_STRING,
    ANY
}
