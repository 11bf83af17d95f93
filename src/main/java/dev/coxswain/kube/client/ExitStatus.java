package dev.coxswain.kube.client;

import dev.coxswain.cluster.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how a program ended from the Status on an exec connection's last channel. */
final class ExitStatus {

    private ExitStatus() {}

    /** @throws ExecRefusedException when the Status says that nothing was started */
    static int code(@Nullable Object status) throws ExecRefusedException {
        if (Json.asText(Json.at(status, "status")).equals("Success")) {
            return 0;
        }
        Optional<Integer> code = Json.asList(Json.at(status, "details", "causes")).stream()
                .filter(cause -> Json.asText(Json.at(cause, "reason")).equals("ExitCode"))
                .map(cause -> Json.asText(Json.at(cause, "message")))
                .filter(text -> text.matches("-?\\d{1,9}"))
                .map(Integer::valueOf)
                .findFirst();
        if (code.isEmpty()) {
            throw new ExecRefusedException(
                    (int) Json.asLong(Json.at(status, "code"), 500), Json.asText(Json.at(status, "message")));
        }
        return code.get();
    }
}
