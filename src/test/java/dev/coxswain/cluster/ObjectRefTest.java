package dev.coxswain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectRefTest {

    private static List<ObjectRef> each() {
        return List.of(
                ObjectRef.of("apps/v1", "Deployment", "shop", "cart"),
                ObjectRef.of("batch/v1", "Deployment", "shop", "cart"),
                ObjectRef.of("apps/v2", "Deployment", "shop", "cart"),
                ObjectRef.of("apps/v1", "StatefulSet", "shop", "cart"),
                ObjectRef.of("apps/v1", "Deployment", "bank", "cart"),
                ObjectRef.of("apps/v1", "Deployment", "shop", "till"));
    }

    @Test
    void everyPartTellsOneFromAnother() {
        assertThat(new HashSet<>(each())).hasSameSizeAs(each());
    }

    @Test
    void whatHasTheSamePartsIsTheSame() {
        assertThat(new HashSet<>(each())).isEqualTo(new HashSet<>(each()));
    }
}
