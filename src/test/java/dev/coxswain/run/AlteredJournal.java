package dev.coxswain.run;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.journal.Journal;

/** A memory of runs that is as another one, but for what is altered about it. */
public class AlteredJournal implements Journal {

    private final Journal sound;

    public AlteredJournal(Journal sound) {
        this.sound = sound;
    }

    @Override
    public Written create(KubeObject run) {
        return sound.create(run);
    }

    @Override
    public Written append(KubeObject run) {
        return sound.append(run);
    }

    @Override
    public Written update(KubeObject run) {
        return sound.update(run);
    }

    @Override
    public Written delete(KubeObject run) {
        return sound.delete(run);
    }
}
