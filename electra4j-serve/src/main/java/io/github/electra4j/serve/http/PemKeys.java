package io.github.electra4j.serve.http;

import io.github.electra4j.text.WholeText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server's certificate and key as tools write them.
 *
 * @param certificates PEM file of the server's certificate and behind it those that vouch for it
 * @param key PEM file of its private key, PKCS #8 and not encrypted
 */
public record PemKeys(Path certificates, Path key) {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /**
     * Reads both.
     *
     * @throws IllegalArgumentException where a file holds something else
     */
    KeyStore keyStore() throws IOException {
        Certificate[] chain = chain();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey(chain[0].getPublicKey()), new char[0], chain);
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    key + ": does not go with the certificate in " + certificates + ": " + e.getMessage(), e);
        }
    }

    /**
     * What clients will refuse the server's certificate for, or null: its time is over, or has not come.
     *
     * @throws IllegalArgumentException where the file holds no certificate
     */
    public @Nullable String remark(Instant now) throws IOException {
        if (!(chain()[0] instanceof X509Certificate own)) {
            return null;
        }
        Instant from = own.getNotBefore().toInstant();
        Instant until = own.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            return certificates + ": the certificate was good until " + until + "; clients will refuse it";
        }
        return now.isBefore(from)
                ? certificates + ": the certificate is good from " + from + " on; clients will refuse it"
                : null;
    }

    private Certificate[] chain() throws IOException {
        byte[] bytes = Files.readAllBytes(certificates);
        if (PKCS8.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find()) {
            throw new IllegalArgumentException(
                    certificates
                            + ": holds a private key; expected certificates alone (-----BEGIN CERTIFICATE-----), and the key in a file of its own");
        }
        try {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
            if (found.isEmpty()) {
                throw new CertificateException("none found");
            }
            return found.toArray(Certificate[]::new);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    certificates + ": no certificates in PEM (" + e.getMessage()
                            + "); expected -----BEGIN CERTIFICATE-----",
                    e);
        }
    }

    private PrivateKey privateKey(PublicKey owner) throws IOException, GeneralSecurityException {
        Matcher pem = PKCS8.matcher(WholeText.read(key));
        if (!pem.find()) {
            throw new IllegalArgumentException(key
                    + ": no private key in PKCS #8 (-----BEGIN PRIVATE KEY-----); `openssl pkcs8 -topk8 -nocrypt -in "
                    + key.getFileName() + " -out key.pem` writes one");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
        PrivateKey found;
        try {
            found = KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (InvalidKeySpecException e) {
            throw new KeyException("it is no key of the kind " + owner.getAlgorithm(), e);
        }
        requirePair(found, owner);
        return found;
    }

    /** That what the one signs the other knows: no client could agree on TLS else. Of kinds of keys that are seldom it is not asked. */
    private static void requirePair(PrivateKey secret, PublicKey owner) throws GeneralSecurityException {
        String scheme =
                switch (owner.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA" -> "EdDSA";
                    default -> null;
                };
        if (scheme == null) {
            return;
        }
        byte[] message = {1};
        Signature signing = Signature.getInstance(scheme);
        signing.initSign(secret);
        signing.update(message);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance(scheme);
        verifying.initVerify(owner);
        verifying.update(message);
        if (!verifying.verify(signature)) {
            throw new KeyException("it is the key of another certificate");
        }
    }
}
