package dev.coxswain.expression;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables that an expression may read, and what is known about each. Immutable. */
public final class Scope {

    /** The variables whose fields are known. */
    public enum Variable {
        MEMBER("member", CelTypes.MEMBER),
        DATASTORE("datastore", CelTypes.DATASTORE),
        OPERATOR("operator", CelTypes.OPERATOR),
        RUN("run", CelTypes.RUN),
        NOW("now", SimpleType.TIMESTAMP);

        private final String text;
        private final CelType type;

        Variable(String text, CelType type) {
            this.text = text;
            this.type = type;
        }
    }

    /** @param paths the selections that the variable is another name for */
    record Declared(CelType type, Set<String> paths) {}

    private final Map<String, Declared> variables;
    private final CelTypes types;

    private Scope(Map<String, Declared> variables, CelTypes types) {
        this.variables = variables;
        this.types = types;
    }

    public static Scope of(Variable... variables) {
        Scope scope = new Scope(Map.of(), CelTypes.STANDARD);
        for (Variable variable : variables) {
            scope = scope.with(variable);
        }
        return scope;
    }

    public Scope with(Variable variable) {
        return declare(variable.text, variable.type, Set.of(variable.text));
    }

    /** A variable about which nothing is known until it is read. */
    public Scope withAny(String name) {
        return declare(name, SimpleType.DYN, Set.of(name));
    }

    /** A variable that is a map of exactly these keys, whose values may be anything. */
    public Scope withFields(String name, Collection<String> keys) {
        ImmutableSet<String> fields = ImmutableSet.copyOf(keys);
        StructType struct = StructType.create(
                "coxswain." + name,
                fields,
                field -> fields.contains(field) ? Optional.of(SimpleType.DYN) : Optional.empty());
        return new Scope(variables, types.with(struct)).declare(name, struct, Set.of(name));
    }

    /**
     * {@code steps}: each with an {@code output}, read as {@code steps.look} or {@code steps['look-again']}. Which names there
     * are is for the caller to check by what an expression reads.
     */
    public Scope withSteps() {
        return declare("steps", MapType.create(SimpleType.STRING, CelTypes.STEP), Set.of("steps"));
    }

    /** A name for an expression that this package compiled: its type is known, and what it reads. */
    public Scope withNamed(String name, Expression expression) {
        return expression instanceof CelExpression compiled
                ? declare(name, compiled.type(), compiled.paths())
                : withAny(name);
    }

    /** Datastores and members of the profiles at hand have these fields as well. */
    public Scope withProfileFields(Collection<String> ofDatastores, Collection<String> ofMembers) {
        return new Scope(variables, types.withProfileFields(ofDatastores, ofMembers));
    }

    private Scope declare(String name, CelType type, Set<String> paths) {
        Map<String, Declared> more = new LinkedHashMap<>(variables);
        more.put(name, new Declared(type, paths));
        return new Scope(more, types);
    }

    public Set<String> names() {
        return new LinkedHashSet<>(variables.keySet());
    }

    Map<String, Declared> variables() {
        return variables;
    }

    CelTypes types() {
        return types;
    }
}
