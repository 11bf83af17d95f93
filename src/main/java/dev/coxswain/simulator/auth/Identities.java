package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Identity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The people, programs and nobodies that an API server tells apart, and how it names them. */
public final class Identities {

    public static final Identity ANONYMOUS = Identity.of("system:anonymous", "system:unauthenticated");

    private static final String ACCOUNT = "system:serviceaccount:";
    private static final String AUTHENTICATED = "system:authenticated";

    private Identities() {}

    /** Somebody who proved who they are. */
    public static Identity authenticated(String user, List<String> groups) {
        List<String> all = Stream.concat(groups.stream(), Stream.of(AUTHENTICATED))
                .distinct()
                .toList();
        return new Identity(user, "", all, Map.of());
    }

    /** A service account, with the groups that every one of them has. */
    public static Identity serviceAccount(String namespace, String name, String uid) {
        List<String> groups = List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, AUTHENTICATED);
        return new Identity(serviceAccountName(namespace, name), uid, groups, Map.of());
    }

    public static String serviceAccountName(String namespace, String name) {
        return ACCOUNT + namespace + ":" + name;
    }

    /** Namespace and name of a service account. */
    record Account(String namespace, String name) {

        /** Which service account a user name stands for, if it stands for one. */
        static Optional<Account> of(String user) {
            String[] parts = user.split(":", -1);
            return user.startsWith(ACCOUNT) && parts.length == 4
                    ? Optional.of(new Account(parts[2], parts[3]))
                    : Optional.empty();
        }
    }

    /** As {@code userInfo} shows somebody. */
    public static Map<String, @Nullable Object> json(Identity identity) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("username", identity.user());
        if (!identity.uid().isEmpty()) {
            json.put("uid", identity.uid());
        }
        json.put("groups", identity.groups());
        if (!identity.extra().isEmpty()) {
            json.put("extra", Json.copy(new TreeMap<>(identity.extra())));
        }
        return json;
    }
}
