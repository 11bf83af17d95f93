package dev.coxswain.suite;

import dev.coxswain.app.supervision.Tempo;
import dev.coxswain.kube.client.HttpTransport;
import java.time.InstantSource;

/** A real API server with real kubelets. */
record RealGround(HttpTransport transport, Images images) implements Ground {

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public Tempo tempo() {
        return Tempo.REAL;
    }

    @Override
    public void close() {
        // whoever started the cluster ends it
    }
}
