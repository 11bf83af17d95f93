package dev.coxswain.fleet.profile;

import dev.coxswain.cluster.Gvk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of operator looks like and how to work with it.
 *
 * @param images patterns of the operator's image, see {@link ImageName#endsWith}; its workload is recognised by nothing else
 * @param watchEnv the environment variable in which it is told the namespaces to watch, separated by commas; empty means all
 * @param datastores the kinds of custom resource that it manages
 * @param pause how one datastore is paused natively, where its kind says nothing else; absent when the operator knows no such
 *     thing and has to go to zero
 * @param atZero what stops working while the operator is at zero, for whoever approves that
 * @param operations the other operations: steps by name, in the syntax of a playbook's steps
 */
public record OperatorProfile(
        String name,
        String title,
        List<String> images,
        Optional<String> watchEnv,
        List<DatastoreKind> datastores,
        Optional<Pausing> pause,
        String atZero,
        Map<String, List<Map<String, @Nullable Object>>> operations) {

    public OperatorProfile {
        images = List.copyOf(images);
        datastores = List.copyOf(datastores);
        operations = Map.copyOf(operations);
    }

    /** How a datastore of this kind is paused; empty when it cannot be. */
    public Optional<Pausing> pauseOf(Gvk kind) {
        return datastores.stream()
                .filter(datastore -> datastore.resource().equals(kind))
                .flatMap(datastore -> datastore.pause().stream())
                .findFirst()
                .or(() -> pause);
    }

    /** The same profile, recognising these images as well, whatever their tag: for forks and images that were built at home. */
    public OperatorProfile alsoFrom(String... moreImages) {
        List<String> all = new ArrayList<>(images);
        Stream.of(moreImages).map(image -> ImageName.parse(image).repository()).forEach(all::add);
        return new OperatorProfile(name, title, all, watchEnv, datastores, pause, atZero, operations);
    }

    public boolean runs(String image) {
        ImageName parsed = ImageName.parse(image);
        return images.stream().anyMatch(parsed::endsWith);
    }
}
