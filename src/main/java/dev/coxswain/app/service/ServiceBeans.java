package dev.coxswain.app.service;

import dev.coxswain.action.Actions;
import dev.coxswain.app.metrics.Instruments;
import dev.coxswain.app.supervision.Pace;
import dev.coxswain.app.supervision.PlaybookFiles;
import dev.coxswain.app.supervision.Supervision;
import dev.coxswain.app.supervision.Tempo;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.client.ClusterAccess;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.supervision.Supervisor;
import dev.coxswain.web.view.Supervised;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the process is made of. */
@Factory
final class ServiceBeans {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceBeans.class);

    @Singleton
    @Requires(missingBeans = Pace.class)
    Pace realPace() {
        return new Pace(InstantSource.system(), Tempo.REAL, new Random());
    }

    /** The framework has one too. */
    @Primary
    @Singleton
    InstantSource clock(Pace pace) {
        return pace.clock();
    }

    @Singleton
    FleetModel fleet(Installation installation) {
        return new FleetModel(
                BuiltInProfiles.all(new CelExpressions(), installation.operatorImages(), "coxswain.operator-images."));
    }

    @Singleton
    @Bean(preDestroy = "close")
    Leadership leadership(
            Installation installation, HttpTransport transport, InstantSource clock, Instruments instruments) {
        return installation.leaderElection()
                ? Leadership.campaign(
                        instruments.counting(transport), installation.namespace(), clock, installation.leaseDuration())
                : Leadership.alone();
    }

    @Singleton
    Instruments instruments(MeterRegistry registry) {
        return new Instruments(registry, System::nanoTime);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Supervision supervision(
            Installation installation,
            HttpTransport transport,
            FleetModel fleet,
            Pace pace,
            Leadership leadership,
            Instruments instruments)
            throws IOException {
        List<Playbook> playbooks = PlaybookFiles.read(Path.of(installation.playbooks()), Actions.builtIn(), LOG::error);
        return new Supervision(
                transport,
                fleet,
                new Supervision.Settings(
                        installation.namespace(),
                        playbooks,
                        installation.writesPerSecond(),
                        new Supervisor.Retention(installation.keptRuns(), installation.keptFor())),
                pace,
                leadership::leads,
                instruments);
    }

    @Singleton
    @Requires(missingBeans = Supervised.class)
    Supervised supervised(
            Supervision supervision,
            Leadership leadership,
            Installation installation,
            InstantSource clock,
            ClusterAccess access) {
        return new Supervised() {
            @Override
            public ClusterView view() {
                return supervision.view();
            }

            @Override
            public FleetModel fleet() {
                return supervision.fleet();
            }

            @Override
            public boolean isSynced() {
                return supervision.isSynced();
            }

            @Override
            public boolean leads() {
                return leadership.leads();
            }

            @Override
            public String home() {
                return installation.namespace();
            }

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public String program() {
                return installation.command();
            }

            @Override
            public String connection() {
                return access.asTyped();
            }

            @Override
            public void onChange(Runnable listener) {
                supervision.onChange(listener);
            }
        };
    }
}
