package dev.coxswain.cli.console;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.RestMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cluster as it is when a command looks: each kind is listed once, when it is first wanted. */
public final class FetchedView implements ClusterView {

    private final HttpTransport transport;
    private final RestMapper mapper;
    private final Map<Gvk, List<KubeObject>> kinds = new HashMap<>();

    public FetchedView(Connection.Cluster cluster) {
        this.transport = cluster.transport();
        this.mapper = cluster.mapper();
    }

    @Override
    public Optional<KubeObject> find(ObjectRef ref) {
        return list(ref.gvk()).stream().filter(o -> o.ref().equals(ref)).findFirst();
    }

    /** @throws UncheckedIOException when the server cannot be asked; a kind that it does not serve has no objects */
    @Override
    public List<KubeObject> list(Gvk gvk) {
        return kinds.computeIfAbsent(gvk, this::fetch);
    }

    private List<KubeObject> fetch(Gvk gvk) {
        try {
            Optional<RestMapper.Resource> resource = mapper.resource(gvk);
            if (resource.isEmpty()) {
                return List.of();
            }
            List<KubeObject> all = new ArrayList<>();
            String next = "";
            do {
                Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "500"));
                if (!next.isEmpty()) {
                    query.put("continue", next);
                }
                ApiResponse page = transport.send(ApiRequest.get(resource.get().path(""), query));
                if (!page.isSuccess()) {
                    throw new IOException(Complaint.of(page));
                }
                Json.asList(Json.at(page.body(), "items")).forEach(item -> all.add(object(gvk, item)));
                next = Json.asText(Json.at(page.body(), "metadata", "continue"));
            } while (!next.isEmpty());
            all.sort(Comparator.comparing(KubeObject::namespace).thenComparing(KubeObject::name));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Items of a list of built-in kinds come without kind and version. */
    private static KubeObject object(Gvk gvk, @Nullable Object item) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(Json.asMap(item));
        tree.put("apiVersion", gvk.apiVersion());
        tree.put("kind", gvk.kind());
        return KubeObject.of(tree);
    }
}
