package dev.coxswain.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.GeneratedPage;
import dev.coxswain.kube.client.ClusterAccess;
import dev.coxswain.web.access.AccessSettings;
import io.micronaut.core.bind.annotation.Bindable;
import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lists every setting of a supervisor, from the code. */
class SettingsReferenceTest {

    @Test
    void theReferenceOfSettingsIsWhatTheCodeKnows() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Settings of a supervisor

                In order, the later go before the earlier: files named by `MICRONAUT_CONFIG_FILES` (YAML), environment variables
                (`COXSWAIN_WRITES_PER_SECOND` for `coxswain.writes-per-second`), Java system properties, options of `coxswain
                serve`. A value that makes no sense stops the start with a message that names the key; so does a key in a file that
                is none of these.

                | key | value | unless set | what |
                |---|---|---|---|
                """);
        for (Setting setting : Setting.values()) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            setting.key(),
                            setting.type().words(),
                            setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "`",
                            setting.help()));
        }
        GeneratedPage.of("docs/reference/settings.md").assertIs(page.toString());
    }

    @Test
    void everySettingIsListedAndEveryListedKeyIsRead() {
        Set<String> read = Stream.of(
                        keys("coxswain.", Installation.class),
                        keys("coxswain.cluster.", ClusterAccess.class),
                        keys("coxswain.web.", AccessSettings.class),
                        List.of("coxswain.log.level", "coxswain.log.format"))
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        Set<String> listed = Arrays.stream(Setting.values())
                .map(setting -> setting.key().replace(".PROFILE", ""))
                .collect(Collectors.toSet());
        assertThat(listed).isEqualTo(read);
    }

    @Test
    void whatHoldsWhenNothingIsSetIsWhatTheListSays() {
        for (Class<?> settings : List.of(Installation.class, AccessSettings.class)) {
            for (Parameter parameter : settings.getDeclaredConstructors()[0].getParameters()) {
                Bindable bound = parameter.getAnnotation(Bindable.class);
                if (bound != null && parameter.getType() != Map.class) {
                    String name =
                            parameter.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                    assertThat(Arrays.stream(Setting.values())
                                    .filter(setting -> setting.key().endsWith("." + name))
                                    .map(Setting::fallback))
                            .as(name)
                            .containsExactly(bound.defaultValue());
                }
            }
        }
    }

    private static List<String> keys(String prefix, Class<? extends Record> settings) {
        return Arrays.stream(settings.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> prefix + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toList();
    }
}
