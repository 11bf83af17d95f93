package dev.coxswain.simulator.api;

/**
 * What somebody wants to do, as the authorizer sees it.
 *
 * @param verb get, list, watch, create, update, patch, delete, deletecollection; the HTTP method in lower case for other paths
 * @param resource plural; empty for a path that is not a resource
 * @param path of the request; only looked at when {@code resource} is empty
 */
public record Attributes(
        Identity user,
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path) {

    public boolean isResource() {
        return !resource.isEmpty();
    }

    /** {@code resource} as rules name it: {@code pods/eviction}. */
    public String resourceAndSubresource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
}
