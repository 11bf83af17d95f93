package dev.coxswain.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClusterAccessTest {

    @Test
    void theOptionsThatLeadToTheSameClusterAreThoseThatWereGiven() {
        assertThat(new ClusterAccess(null, null, null).asTyped()).isEmpty();
        assertThat(new ClusterAccess("/k", null, null).asTyped()).isEqualTo(" --kubeconfig /k");
        assertThat(new ClusterAccess("/k", "c", null).asTyped()).isEqualTo(" --kubeconfig /k --context c");
        assertThat(new ClusterAccess(null, "c", null).asTyped()).isEqualTo(" --context c");
        assertThat(new ClusterAccess("/k", "c", "http://s").asTyped()).isEqualTo(" --server http://s");
    }

    @Test
    void aKubeconfigThatIsNotThereIsToldByItsKey() {
        assertThatThrownBy(() -> new ClusterAccess("/nowhere", null, null).transport())
                .hasMessage("coxswain.cluster.kubeconfig: there is no readable file /nowhere");
    }
}
