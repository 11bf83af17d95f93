package dev.coxswain.cluster;

/** Puts questions to the world. Blocks, within the query's own timeout; never throws for what the world answers. */
public interface Asker {

    Answer ask(Query query);
}
