package dev.coxswain.suite;

import dev.coxswain.app.supervision.Tempo;
import dev.coxswain.kube.client.HttpTransport;
import java.time.InstantSource;

/** A cluster that the suite runs on. It must be able to run the two images; everything else the suite brings along. */
interface Ground extends AutoCloseable {

    HttpTransport transport();

    /** The cluster's time. */
    InstantSource clock();

    Tempo tempo();

    Images images();

    @Override
    void close();

    /** What containers are made from; a cluster without a registry has its own names for them. */
    record Images(String operator, String redis) {
        /** The released images, unless {@code coxswain.test.operatorImage} or {@code coxswain.test.redisImage} say others. */
        static Images configured() {
            return new Images(
                    System.getProperty("coxswain.test.operatorImage", "quay.io/spotahome/redis-operator:v1.3.0"),
                    System.getProperty("coxswain.test.redisImage", "docker.io/library/redis:7.0"));
        }
    }
}
