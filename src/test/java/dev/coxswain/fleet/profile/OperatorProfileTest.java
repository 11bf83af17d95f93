package dev.coxswain.fleet.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.expression.CelExpressions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorProfileTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local/redis-operator",
                "local/redis-operator:2",
                "registry.example.com:5000/local/redis-operator:1",
                "registry.example.com:5000/local/redis-operator@sha256:0123456789abcdef"
            })
    void anotherImageIsRecognisedWhateverItsTag(String image) {
        OperatorProfile profile = BuiltInProfiles.all(new CelExpressions()).getFirst();
        assertThat(profile.runs("registry.example.com:5000/local/redis-operator:3"))
                .isFalse();
        assertThat(profile.alsoFrom(image).runs("registry.example.com:5000/local/redis-operator:3"))
                .isTrue();
    }
}
