package dev.coxswain.kube.client;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client whose certificates and tokens are those that lie in their files now. The library reads most of them once, and
 * certificates that are rotated while we run would lock us out at the end of the first one's life.
 *
 * <p>Files that are just being written may not fit together: the client stays as it was until they do.
 */
final class FreshClient implements Supplier<ApiClient> {

    private static final Logger LOG = LoggerFactory.getLogger(FreshClient.class);

    private static final Set<String> FILE_FIELDS =
            Set.of("certificate-authority", "client-certificate", "client-key", "tokenFile");

    /** Makes a client from the files as they are. */
    interface Maker {
        ApiClient make() throws IOException;
    }

    private final List<Path> files;
    private final Maker maker;
    private ApiClient client;
    private List<String> madeOf;
    private List<String> refused = List.of();

    FreshClient(List<Path> files, Maker maker) throws IOException {
        this.files = List.copyOf(files);
        this.maker = maker;
        this.madeOf = state();
        this.client = maker.make();
    }

    /** What a kubeconfig consists of: itself, and the files that it names. */
    static List<Path> filesOf(Path kubeconfig, KubeConfig config) {
        List<Path> files = new ArrayList<>(List.of(kubeconfig));
        List<@Nullable Object> entries = new ArrayList<>();
        Optional.ofNullable(config.getUsers()).ifPresent(entries::addAll);
        Optional.ofNullable(config.getClusters()).ifPresent(entries::addAll);
        for (Object entry : entries) {
            collect(entry, kubeconfig.toAbsolutePath().getParent(), files);
        }
        return files;
    }

    private static void collect(@Nullable Object entry, @Nullable Path folder, List<Path> files) {
        if (!(entry instanceof Map<?, ?> map)) {
            return;
        }
        map.forEach((key, value) -> {
            if (FILE_FIELDS.contains(String.valueOf(key)) && value instanceof String name && !name.isEmpty()) {
                files.add(folder == null ? Path.of(name) : folder.resolve(name));
            }
            collect(value, folder, files);
        });
    }

    @Override
    public synchronized ApiClient get() {
        List<String> now = state();
        if (!now.equals(madeOf)) {
            renew(now);
        }
        return client;
    }

    private void renew(List<String> now) {
        try {
            client = maker.make();
            LOG.info("credentials are read again: changed are {}", changed(now));
            madeOf = now;
        } catch (IOException | RuntimeException unusable) {
            if (!now.equals(refused)) {
                refused = now;
                // a parser quotes what it read, and that may be a token
                LOG.warn(
                        "changed credentials cannot be used yet ({})",
                        unusable.getClass().getSimpleName());
            }
        }
    }

    private List<Path> changed(List<String> now) {
        return IntStream.range(0, files.size())
                .filter(i -> !now.get(i).equals(madeOf.get(i)))
                .mapToObj(files::get)
                .toList();
    }

    private List<String> state() {
        return files.stream().map(FreshClient::state).toList();
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException notThere) {
            return "";
        }
    }
}
