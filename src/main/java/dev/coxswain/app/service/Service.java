package dev.coxswain.app.service;

import dev.coxswain.app.supervision.Pace;
import dev.coxswain.app.supervision.Supervision;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The process that supervises: a Micronaut context with an HTTP server, and the supervision in it.
 *
 * <ol>
 *   <li>Settings come from {@code application.yml}, files named by {@code micronaut.config.files}, environment variables,
 *       system properties, and what was typed; the later go before the earlier.
 *   <li>The server listens before the first object has been read: liveness answers at once, readiness when all is listed.
 * </ol>
 */
public final class Service implements AutoCloseable {

    /** Sources in which others may keep what is none of our settings. */
    private static final Set<String> SHARED =
            Set.of(SystemPropertiesPropertySource.NAME, EnvironmentPropertySource.NAME);

    /** What was typed goes before every other source. */
    private static final int TYPED = 1_000;

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private Service(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    /**
     * @param typed settings by their whole key
     * @param given beans that go before those of the process, such as the {@link Pace} of a simulated cluster
     * @throws IOException when the cluster cannot be reached
     * @throws IllegalArgumentException when the address is taken, or a setting makes no sense; the message names address or key
     */
    public static Service start(Map<String, Object> typed, Object... given) throws IOException {
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(PropertySource.of("typed", typed, TYPED))
                .singletons(given)
                .build();
        try {
            context.getEnvironment().start();
            check(context.getEnvironment());
            context.start();
            EmbeddedServer server = context.getBean(EmbeddedServer.class);
            server.start();
            context.getBean(Supervision.class).start();
            return new Service(context, server);
        } catch (IOException failed) {
            context.close();
            throw failed;
        } catch (RuntimeException failed) {
            context.close();
            throw told(failed);
        }
    }

    /** A value that cannot be read would otherwise count as not set, and a key that is misspelt too. */
    private static void check(Environment environment) {
        for (PropertySource source : environment.getPropertySources()) {
            for (String key : source) {
                if (key.startsWith("coxswain.") && !SHARED.contains(source.getName())) {
                    Setting.check(key, String.valueOf(source.get(key)));
                }
            }
        }
        for (Setting setting : Setting.values()) {
            environment
                    .getProperty(setting.key(), String.class)
                    .ifPresent(value -> Setting.check(setting.key(), value));
        }
    }

    /** The framework wraps what went wrong; people are told the innermost reason. */
    private static IOException told(RuntimeException failed) {
        Throwable cause = failed;
        while (cause.getCause() != null && !namesAKey(cause)) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case IllegalArgumentException wrong -> throw wrong;
            case BindException taken ->
                throw new IllegalArgumentException(
                        failed.getMessage() + ": " + taken.getMessage() + "; choose another with --listen HOST:PORT",
                        failed);
            case IOException refused -> refused;
            default -> throw failed;
        };
    }

    private static boolean namesAKey(Throwable cause) {
        return cause instanceof IllegalArgumentException
                && String.valueOf(cause.getMessage()).startsWith("coxswain.");
    }

    /** Where the pages are. */
    public URI url() {
        return server.getURI();
    }

    /** A bean that a caller wants to look at. */
    public <T> Optional<T> find(Class<T> type) {
        return context.findBean(type);
    }

    public Supervision supervision() {
        return context.getBean(Supervision.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
