package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.ElectraClient;
import io.github.electra4j.serve.model.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS with keys that the JDK's keytool makes, as PEM files. */
@Timeout(60)
class TlsTest {
    @TempDir
    private Path folder;

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }

    private PemKeys keys(String algorithm) throws Exception {
        return keys(algorithm, algorithm);
    }

    private PemKeys keys(String algorithm, String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "password")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "password".toCharArray());
        }
        Key key = keys.getKey("a", "password".toCharArray());
        Path certificate = folder.resolve(name + "-certificate.pem");
        Path privateKey = folder.resolve(name + "-key.pem");
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
        Files.writeString(privateKey, pem("PRIVATE KEY", key.getEncoded()));
        return new PemKeys(certificate, privateKey);
    }

    private static SSLContext trusting(Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void server_withPemFiles_answersOverTls(String algorithm) throws Exception {
        PemKeys keys = keys(algorithm);
        Listening listening = new Listening("127.0.0.1", 0, keys, new BearerTokens(List.of()), List.of());
        try (TestServer server = TestServer.start(
                listening, Limits.standard(), Networks.load(folder.resolve(algorithm), "classifier"))) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + server.service().port() + "/v1/classify"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"w7\"}"))
                    .build();
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(trusting(keys.keyStore().getCertificate("server")))
                    .build();

            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(SSLHandshakeException.class);
            URI address = URI.create("https://127.0.0.1:" + server.service().port());
            assertThat(ElectraClient.to(address).over(client).models()).containsExactly("classifier");
            assertThatThrownBy(() -> ElectraClient.to(address).models())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(address + ": TLS was not agreed on: ")
                    .hasMessageContaining("trustStore");
            assertThatThrownBy(() -> ElectraClient.to(URI.create("http://" + address.getAuthority()))
                            .models())
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith(": the connection ended before there was a response; is it " + address + "?");
        }
    }

    /** As where a certificate was renewed and its key was not put beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keyOfAnotherCertificate_isRefused(String algorithm) throws Exception {
        PemKeys one = keys(algorithm, "one");
        PemKeys other = keys(algorithm, "other");

        assertThat(one.keyStore().size()).isEqualTo(1);
        assertThatThrownBy(() -> new PemKeys(one.certificates(), other.key()).keyStore())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(other.key() + ": does not go with the certificate in " + one.certificates()
                        + ": it is the key of another certificate");
    }

    @Test
    void keyOfAnotherKind_isRefusedInWords() throws Exception {
        PemKeys rsa = keys("RSA", "one");
        PemKeys ec = keys("EC", "other");

        assertThatThrownBy(() -> new PemKeys(rsa.certificates(), ec.key()).keyStore())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(ec.key() + ": does not go with the certificate in " + rsa.certificates()
                        + ": it is no key of the kind RSA");
        assertThatThrownBy(() -> new PemKeys(rsa.key(), rsa.key()).keyStore())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(rsa.key() + ": holds a private key; expected certificates alone");
    }

    /** keytool's are good for 90 days. */
    @Test
    void remark_outsideTheTimeOfTheCertificate_saysTheDate() throws Exception {
        PemKeys keys = keys("EC");
        Instant now = Instant.now();

        assertThat(keys.remark(now)).isNull();
        assertThat(keys.remark(now.plus(Duration.ofDays(91))))
                .startsWith(keys.certificates() + ": the certificate was good until 2");
        assertThat(keys.remark(now.minus(Duration.ofDays(1))))
                .startsWith(keys.certificates() + ": the certificate is good from 2");
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    @Test
    void server_whoseFilesAreNoKeys_startsNoThread() throws Exception {
        Path text = Files.writeString(folder.resolve("text.pem"), "no key\n");
        Listening listening =
                new Listening("127.0.0.1", 0, new PemKeys(text, text), new BearerTokens(List.of()), List.of());
        List<ServedModel> models = Networks.load(folder, "classifier");
        Set<Thread> before = threads();

        assertThatThrownBy(() -> TestServer.start(listening, Limits.standard(), models))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(threads())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("electra-"));
        models.forEach(ServedModel::close);
    }

    @Test
    void otherFiles_sayWhatWasExpected() throws Exception {
        PemKeys keys = keys("EC");
        Path text = Files.writeString(folder.resolve("text.pem"), "no key\n");

        assertThatThrownBy(() -> new PemKeys(keys.certificates(), text).keyStore())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text.pem: no private key in PKCS #8")
                .hasMessageContaining("openssl pkcs8 -topk8");
        assertThatThrownBy(() -> new PemKeys(text, keys.key()).keyStore())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text.pem: no certificates in PEM");
    }
}
