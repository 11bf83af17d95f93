package dev.coxswain.simulator.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Authenticator;
import dev.coxswain.simulator.api.Identity;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    private static final byte[] SECRET =
            "a secret of at least 32 bytes, for tests".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final Shelf shelf = new Shelf().with("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: sa, namespace: rec, uid: u1}
            """);
    private final KubeObject account =
            shelf.find(ObjectRef.of("v1", "ServiceAccount", "rec", "sa")).orElseThrow();
    private final ServiceAccountTokens tokens = new ServiceAccountTokens(shelf, time, SECRET);
    private final Credentials credentials = new Credentials(tokens);

    @Test
    void aStaticTokenIsSomebody() {
        var ann = Identities.authenticated("ann", List.of("oncall"));
        credentials.knowByName(List.of(ann));
        assertThat(with("Bearer ann")).contains(ann);
        assertThat(with("bearer  ann ")).contains(ann);
    }

    @Test
    void aTokenNobodyIssuedIsNobodyAndNotAnonymous() {
        assertThat(with("Bearer nonsense")).isEmpty();
        assertThat(with("Bearer ")).contains(Identities.ANONYMOUS);
        assertThat(with("Bearer")).contains(Identities.ANONYMOUS);
        assertThat(with("Basic abc")).contains(Identities.ANONYMOUS);
        assertThat(with("")).contains(Identities.ANONYMOUS);
    }

    @Test
    void anEmptyTokenCannotBeMadeAPassword() {
        assertThatThrownBy(() -> credentials.know(" ", Identity.ADMIN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTokenOfAServiceAccountIsThatAccountInItsGroups() {
        Identity identity = with("Bearer " + issued()).orElseThrow();
        assertThat(identity.user()).isEqualTo("system:serviceaccount:rec:sa");
        assertThat(identity.uid()).isEqualTo("u1");
        assertThat(identity.groups())
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:rec", "system:authenticated");
    }

    @Test
    void aTokenExpires() {
        String token = issued();
        time.advance(Duration.ofMinutes(59));
        assertThat(with("Bearer " + token)).isPresent();
        time.advance(Duration.ofMinutes(1));
        assertThat(with("Bearer " + token)).isEmpty();
    }

    @Test
    void aTokenDiesWithItsAccountAndDoesNotServeANewOneOfTheSameName() {
        String token = issued();
        shelf.put(account.with("u2", "metadata", "uid"));
        assertThat(with("Bearer " + token)).isEmpty();
        shelf.remove(account.ref());
        assertThat(with("Bearer " + token)).isEmpty();
    }

    @Test
    void aTokenThatWasTamperedWithOrSignedByAnotherIsRefused() {
        String token = issued();
        String[] parts = token.split("\\.", -1);
        String forged = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.bytes(Map.of("sub", "system:serviceaccount:kube-system:root")));
        assertThat(with("Bearer " + parts[0] + "." + forged + "." + parts[2])).isEmpty();
        assertThat(with("Bearer " + parts[0] + "." + parts[1])).isEmpty();
        assertThat(with("Bearer " + parts[0] + ".")).isEmpty();
        byte[] other = SECRET.clone();
        other[0]++;
        assertThat(new Credentials(new ServiceAccountTokens(shelf, time, other)).bearer(token))
                .isEmpty();
    }

    @Test
    void aTokenForAnotherAudienceIsNotForTheServer() {
        assertThat(with("Bearer " + tokens.issue(account, List.of("vault"), Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void aTokenRequestIsAnsweredWithATokenAndItsEnd() {
        var answer = new TokenRequests(tokens, time).answer(account, Map.of("spec", Map.of("expirationSeconds", 600L)));
        assertThat(Json.at(answer, "status", "expirationTimestamp")).isEqualTo("2026-01-01T00:10:00Z");
        assertThat(credentials.bearer(Json.asText(Json.at(answer, "status", "token"))))
                .isPresent();
    }

    @Test
    void aTokenForLessThanTenMinutesIsRefused() {
        assertThatThrownBy(() -> new TokenRequests(tokens, time)
                        .answer(account, Map.of("spec", Map.of("expirationSeconds", 599L))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("may not specify a duration less than 10 minutes");
    }

    @Test
    void aClientCertificateNamesTheUserAndTheGroups() throws Exception {
        var authority = Authority.founded(Instant.parse("2026-01-01T00:00:00Z"), new SecureRandom());
        X509Certificate certificate =
                authority.client("ann, of oncall", List.of("oncall", "dba")).certificate();
        certificate.verify(authority.certificate().getPublicKey());
        Identity identity = credentials
                .authenticate(new Authenticator.Credentials(Map.of("authorization", "Bearer nonsense"), certificate))
                .orElseThrow();
        assertThat(identity.user()).isEqualTo("ann, of oncall");
        assertThat(identity.groups()).containsExactlyInAnyOrder("oncall", "dba", "system:authenticated");
    }

    @Test
    void theServerCertificateIsGoodForItsHosts() throws Exception {
        var authority = Authority.founded(Instant.parse("2026-01-01T00:00:00Z"), new SecureRandom());
        var server = authority.server(List.of("127.0.0.1", "localhost", "kubernetes.default.svc"));
        server.certificate().verify(authority.certificate().getPublicKey());
        assertThat(server.certificate().getSubjectAlternativeNames())
                .containsExactly(
                        List.of(7, "127.0.0.1"), List.of(2, "localhost"), List.of(2, "kubernetes.default.svc"));
        assertThat(server.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(authority.certificate().getBasicConstraints()).isNotNegative();
    }

    private String issued() {
        return tokens.issue(account, List.of(), Duration.ofHours(1));
    }

    private Optional<Identity> with(String authorization) {
        @Nullable X509Certificate none = null;
        return credentials.authenticate(new Authenticator.Credentials(Map.of("authorization", authorization), none));
    }
}
