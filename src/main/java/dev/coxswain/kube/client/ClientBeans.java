package dev.coxswain.kube.client;

import io.kubernetes.client.util.ClientBuilder;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.kubernetes.client.ApiClientFactory;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * The connection to the API server as beans. The wire makes its client anew when certificates are rotated. Other beans may ask
 * for the client of micronaut-kubernetes-client too; what that is built from is ours, because the library's builder knows neither
 * contexts nor an address without credentials.
 */
@Factory
final class ClientBeans {

    @Singleton
    @Replaces(value = ClientBuilder.class, factory = ApiClientFactory.class)
    ClientBuilder builder(ClusterAccess access) throws IOException {
        return access.builder();
    }

    @Singleton
    HttpTransport transport(ClusterAccess access) throws IOException {
        return access.transport();
    }
}
