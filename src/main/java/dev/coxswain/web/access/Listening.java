package dev.coxswain.web.access;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.HttpServerConfiguration;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the server listen where {@code coxswain.web.listen} says, whatever else the server's own settings say. */
@Singleton
final class Listening implements BeanCreatedEventListener<HttpServerConfiguration> {

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final AccessSettings settings;

    Listening(AccessSettings settings) {
        this.settings = settings;
    }

    @Override
    public HttpServerConfiguration onCreated(BeanCreatedEvent<HttpServerConfiguration> event) {
        HttpServerConfiguration server = event.getBean();
        ListenAddress address = settings.address();
        server.setHost(address.host());
        server.setPort(settings.isLenient() && isTaken(address) ? 0 : address.port());
        return server;
    }

    private static boolean isTaken(ListenAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address.host(), address.port()));
            return false;
        } catch (IOException taken) {
            LOG.warn("{} is taken, so the status page is on another port", address);
            return true;
        }
    }
}
