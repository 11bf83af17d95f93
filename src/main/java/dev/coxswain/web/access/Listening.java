package dev.coxswain.web.access;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.HttpServerConfiguration;
import jakarta.inject.Singleton;

/** Has the server listen where {@code coxswain.web.listen} says, whatever else the server's own settings say. */
@Singleton
final class Listening implements BeanCreatedEventListener<HttpServerConfiguration> {

    private final AccessSettings settings;

    Listening(AccessSettings settings) {
        this.settings = settings;
    }

    @Override
    public HttpServerConfiguration onCreated(BeanCreatedEvent<HttpServerConfiguration> event) {
        HttpServerConfiguration server = event.getBean();
        server.setHost(settings.address().host());
        server.setPort(settings.address().port());
        return server;
    }
}
