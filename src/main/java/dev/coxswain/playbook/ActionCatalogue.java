package dev.coxswain.playbook;

import java.util.Collection;
import java.util.Optional;

/** The actions that steps may use, as far as checking a playbook needs to know them. */
public interface ActionCatalogue {

    Optional<ActionSignature> find(String name);

    /** Every action, in order of name. */
    Collection<ActionSignature> all();
}
