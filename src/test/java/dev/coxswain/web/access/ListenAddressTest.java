package dev.coxswain.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1:8080,true", "[::1]:0,true", "localhost:80,true", "0.0.0.0:8080,false", "[::]:8080,false"})
    void onlyTheLoopbackIsThisMachineAlone(String text, boolean loopback) {
        ListenAddress address = ListenAddress.parse(text);
        assertThat(address).hasToString(text);
        assertThat(address.isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80"})
    void whatIsNoAddressAndPortIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text)).hasMessageContaining("127.0.0.1:8080");
    }

    @Test
    void anAddressThatOthersReachWantsAToken() {
        assertThatThrownBy(() -> new AccessSettings("0.0.0.0:8080", null, false))
                .hasMessageStartingWith("coxswain.web.listen:")
                .hasMessageContaining("--token-file");
        assertThat(new AccessSettings("0.0.0.0:8080", null, true).address().port())
                .isEqualTo(8080);
    }

    @Test
    void aTokenFileThatIsNotThereIsRefusedByItsKey() {
        assertThatThrownBy(() -> new AccessSettings("127.0.0.1:0", "/nowhere/token", false))
                .hasMessage("coxswain.web.token-file: there is no readable file /nowhere/token");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,true",
        "LOCALHOST:8080,true",
        "127.0.0.1:9999,true",
        "[::1]:80,true",
        "[::1],true",
        "'',false",
        "evil.example,false",
        "127.0.0.1.evil.example:8080,false",
        "localhost.:8080,false",
        "localhost:80@evil,false"
    })
    void onlyNamesOfThisMachineAreItsOwn(String header, boolean local) {
        assertThat(Hosts.isLocal(header)).isEqualTo(local);
    }
}
