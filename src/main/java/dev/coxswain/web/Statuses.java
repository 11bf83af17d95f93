package dev.coxswain.web;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.run.Run;
import dev.coxswain.run.RunJson;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Reads off the newest snapshot what pages show. */
@Singleton
final class Statuses {

    private final Supervised supervised;

    Statuses(Supervised supervised) {
        this.supervised = supervised;
    }

    /** Everything at one moment. */
    record Status(boolean synced, boolean leads, Fleet fleet, List<Run> runs) {}

    Status now() {
        List<Run> runs = new ArrayList<>();
        for (KubeObject object : supervised.view().list(RunJson.GVK)) {
            runs.add(RunJson.read(object));
        }
        return new Status(
                supervised.isSynced(),
                supervised.leads(),
                supervised.fleet().fleet(supervised.view(), Answers.NONE),
                runs);
    }
}
