package dev.coxswain.simulator.auth;

import dev.coxswain.simulator.api.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of a simulated cluster: one certificate for the server, one for each person who comes with a
 * certificate. A person's name is the CN, their groups are the Os, as a real API server reads them.
 */
public final class Authority {

    private static final int DAYS = 3650;
    private static final X500Name NAME = new X500Name("CN=kubernetes");

    /** A certificate with its private key. */
    public record Credential(X509Certificate certificate, PrivateKey key) {

        /** Certificate in PEM. */
        public String certificatePem() {
            return Pem.of(certificate);
        }

        /** Private key in PEM (PKCS#8). */
        public String keyPem() {
            return Pem.of(key);
        }
    }

    private final SecureRandom random;
    private final Instant from;
    private final Credential self;

    private Authority(SecureRandom random, Instant from, KeyPair keys) throws GeneralSecurityException, IOException {
        this.random = random;
        this.from = from;
        var builder = unsigned(NAME, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        var id = new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic());
        builder.addExtension(Extension.subjectKeyIdentifier, false, id);
        this.self = new Credential(signed(builder, keys.getPrivate()), keys.getPrivate());
    }

    /** @param now by the wall clock, because clients judge certificates by theirs; valid from a day before for ten years */
    public static Authority founded(Instant now, SecureRandom random) {
        try {
            Instant from = now.minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
            return new Authority(random, from, keys(random));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot found a certificate authority", e);
        }
    }

    /** What clients and servers have to trust. */
    public X509Certificate certificate() {
        return self.certificate();
    }

    /** The same in PEM. */
    public String certificatePem() {
        return self.certificatePem();
    }

    /** @param hosts names or IP addresses under which the server is reached */
    public Credential server(List<String> hosts) {
        List<GeneralName> names = new ArrayList<>();
        for (String host : hosts) {
            boolean address = host.matches("[0-9.]+") || host.indexOf(':') >= 0;
            names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        var alternatives = new GeneralNames(names.toArray(GeneralName[]::new));
        return issue(new X500Name("CN=kube-apiserver"), KeyPurposeId.id_kp_serverAuth, Optional.of(alternatives));
    }

    public Credential client(String user, List<String> groups) {
        var name = new X500NameBuilder(BCStyle.INSTANCE);
        groups.forEach(group -> name.addRDN(BCStyle.O, group));
        name.addRDN(BCStyle.CN, user);
        return issue(name.build(), KeyPurposeId.id_kp_clientAuth, Optional.empty());
    }

    private Credential issue(X500Name subject, KeyPurposeId purpose, Optional<GeneralNames> alternatives) {
        try {
            KeyPair keys = keys(random);
            var builder = unsigned(subject, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            var authority = new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(self.certificate());
            builder.addExtension(Extension.authorityKeyIdentifier, false, authority);
            if (alternatives.isPresent()) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives.get());
            }
            return new Credential(signed(builder, self.key()), keys.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot issue a certificate for " + subject, e);
        }
    }

    private X509v3CertificateBuilder unsigned(X500Name subject, PublicKey key) {
        BigInteger serial = new BigInteger(127, random).setBit(126);
        Date until = Date.from(from.plus(DAYS, ChronoUnit.DAYS));
        return new JcaX509v3CertificateBuilder(NAME, serial, Date.from(from), until, subject, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** Whom a verified certificate names; empty when it names nobody. */
    static Optional<Identity> subject(X509Certificate certificate) {
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        List<String> names = values(name.getRDNs(BCStyle.CN));
        return names.isEmpty() || names.getLast().isBlank()
                ? Optional.empty()
                : Optional.of(Identities.authenticated(names.getLast(), values(name.getRDNs(BCStyle.O))));
    }

    private static List<String> values(RDN[] parts) {
        List<String> values = new ArrayList<>();
        for (RDN part : parts) {
            values.add(text(part));
        }
        return values;
    }

    /** The value itself, not as a distinguished name would quote it. */
    private static String text(RDN part) {
        return part.getFirst().getValue() instanceof ASN1String string ? string.getString() : "";
    }
}
