package dev.coxswain.kube;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.kubernetes.client.ApiClientFactory;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * The connection to the API server as beans. The client itself is the one of micronaut-kubernetes-client, which other beans may
 * ask for too; only what it is built from is ours, because the library's builder knows neither contexts nor an address without
 * credentials.
 */
@Factory
final class ClientBeans {

    @Singleton
    @Replaces(value = ClientBuilder.class, factory = ApiClientFactory.class)
    ClientBuilder builder(ClusterAccess access) throws IOException {
        return access.builder();
    }

    @Singleton
    HttpTransport transport(ApiClient client) {
        return ClusterAccess.transport(client);
    }
}
