package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Identity;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Issues and reads the tokens of service accounts: signed, dated, and worth nothing once the account is gone or was made
 * anew under the same name.
 */
public final class ServiceAccountTokens {

    static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
    private static final String ALGORITHM = "HmacSHA256";
    private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    private final Stored stored;
    private final InstantSource time;
    private final SecretKeySpec key;

    /** @param secret at least 32 bytes that nobody else knows */
    public ServiceAccountTokens(Stored stored, InstantSource time, byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("a signing key of " + secret.length + " bytes is too short");
        }
        this.stored = stored;
        this.time = time;
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** @param account a stored ServiceAccount */
    public String issue(KubeObject account, List<String> audiences, Duration validFor) {
        Instant now = time.instant();
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("aud", audiences.isEmpty() ? List.of(ISSUER) : audiences);
        claims.put("exp", now.plus(validFor).getEpochSecond());
        claims.put("iat", now.getEpochSecond());
        claims.put("iss", ISSUER);
        claims.put(
                "kubernetes.io",
                Map.of(
                        "namespace", account.namespace(),
                        "serviceaccount", Map.of("name", account.name(), "uid", account.uid())));
        claims.put("nbf", now.getEpochSecond());
        claims.put("sub", Identities.serviceAccountName(account.namespace(), account.name()));
        String body = HEADER + "." + base64(Json.bytes(claims));
        return body + "." + base64(sign(body));
    }

    /** Empty for whatever is not a token of ours that is valid now. */
    public Optional<Identity> identity(String token) {
        int dot = token.lastIndexOf('.');
        if (!token.startsWith(HEADER + ".") || dot <= HEADER.length() || !isSigned(token, dot)) {
            return Optional.empty();
        }
        return claims(token.substring(HEADER.length() + 1, dot)).flatMap(this::identityOf);
    }

    private boolean isSigned(String token, int dot) {
        byte[] expected = base64(sign(token.substring(0, dot))).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, token.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Map<String, @Nullable Object>> claims(String part) {
        try {
            return Optional.of(Json.asMap(Json.parse(Base64.getUrlDecoder().decode(part))));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private Optional<Identity> identityOf(Map<String, @Nullable Object> claims) {
        long now = time.instant().getEpochSecond();
        if (now >= Json.asLong(claims.get("exp"), 0)
                || now < Json.asLong(claims.get("nbf"), Long.MAX_VALUE)
                || !Json.asList(claims.get("aud")).contains(ISSUER)) {
            return Optional.empty();
        }
        String namespace = Json.asText(Json.at(claims, "kubernetes.io", "namespace"));
        String name = Json.asText(Json.at(claims, "kubernetes.io", "serviceaccount", "name"));
        String uid = Json.asText(Json.at(claims, "kubernetes.io", "serviceaccount", "uid"));
        return stored.find(ObjectRef.of("v1", "ServiceAccount", namespace, name))
                .filter(account -> account.uid().equals(uid))
                .map(account -> Identities.serviceAccount(namespace, name, uid));
    }

    private byte[] sign(String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(body.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
