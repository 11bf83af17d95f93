package dev.coxswain.fleet;

import java.util.List;
import java.util.Optional;

/** Operators and datastores at one moment; a pure function of the view, the profiles and the answers that members gave. */
public record Fleet(List<Operator> operators, List<Datastore> datastores) {

    public Fleet {
        operators = List.copyOf(operators);
        datastores = List.copyOf(datastores);
    }

    public Optional<Datastore> datastore(String profile, String namespace, String name) {
        return datastores.stream()
                .filter(d -> d.profile().equals(profile)
                        && d.namespace().equals(namespace)
                        && d.name().equals(name))
                .findFirst();
    }

    public Optional<Operator> operator(String namespace, String name) {
        return operators.stream()
                .filter(o -> o.namespace().equals(namespace) && o.name().equals(name))
                .findFirst();
    }

    /** The datastores that lose their operator while it is held. */
    public List<Datastore> servedBy(Operator operator) {
        return datastores.stream()
                .filter(d -> d.operator().map(Operator::key).equals(Optional.of(operator.key())))
                .toList();
    }
}
