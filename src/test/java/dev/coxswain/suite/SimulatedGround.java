package dev.coxswain.suite;

import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.app.supervision.Tempo;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.KubeClients;
import java.time.InstantSource;

/** The simulator behind a port of this machine, its time running a hundred times as fast. */
final class SimulatedGround implements Ground {

    private static final double SPEED = 100;

    private final SimulatedCluster cluster = SimulatedCluster.start(0, SPEED);
    private final HttpTransport transport = KubeClients.fromUrl(cluster.url());

    @Override
    public HttpTransport transport() {
        return transport;
    }

    @Override
    public InstantSource clock() {
        return cluster.clock();
    }

    @Override
    public Tempo tempo() {
        return cluster.tempo();
    }

    @Override
    public Images images() {
        return new Images("quay.io/spotahome/redis-operator:v1.3.0", "docker.io/library/redis:7.0");
    }

    @Override
    public void close() {
        cluster.close();
    }
}
