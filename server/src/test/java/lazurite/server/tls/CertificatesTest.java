package lazurite.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import lazurite.server.config.ConfigException;
import lazurite.server.config.Tls;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificatesTest {
    private static final char[] PASSWORD = "lazurite".toCharArray();

    @TempDir
    private static Path shared;

    private static Pair one;
    private static Pair other;
    private static Pair rsa;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makePairs() throws Exception {
        one = pair("EC", "secp256r1");
        other = pair("EC", "secp256r1");
        rsa = pair("RSA", "2048");
    }

    @Test
    void aGeneratedCertificateIsTrustedThroughItsAuthorityUnderEveryName() throws Exception {
        Certificates made = of(new Tls.Generated(List.of("storage.example.org", "10.0.0.7")));
        for (String name : List.of(
                "localhost",
                "127.0.0.1",
                "::1",
                "storage.example.org",
                "10.0.0.7",
                "contoso.blob.localhost",
                "contoso-secondary.blob.storage.example")) {
            handshake(made.context(), trusting(authority(made)), name);
        }
        assertThatThrownBy(() -> handshake(made.context(), trusting(authority(made)), "other.example.org"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aGeneratedCertificateIsKeptUntilItsNamesChangeAndItsAuthorityAlways() throws Exception {
        byte[] authority = Files.readAllBytes(authority(of(new Tls.Generated(List.of()))));
        Path store = folder.resolve("tls/server.p12");
        byte[] first = Files.readAllBytes(store);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                .isEqualTo("rw-------");

        of(new Tls.Generated(List.of()));
        assertThat(Files.readAllBytes(store)).isEqualTo(first);

        Certificates renamed = of(new Tls.Generated(List.of("new.example.org")));
        assertThat(Files.readAllBytes(authority(renamed))).isEqualTo(authority);
        handshake(renamed.context(), trusting(authority(renamed)), "new.example.org");
    }

    @Test
    void pemFilesAreServed() throws Exception {
        Certificates given = of(new Tls.Files(one.certificate, one.key));
        assertThat(given.authority()).isNull();
        handshake(given.context(), trusting(one.certificate), "localhost");
    }

    @Test
    void anRsaKeyMayBePkcs1() throws Exception {
        PrivateKey key = Pem.privateKey(rsa.key);
        byte[] pkcs8 = key.getEncoded();
        // PKCS#8 of an RSA key ends in the PKCS#1 structure, which begins with its own SEQUENCE of a two-byte length.
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        Path old = write("old.key", pem("RSA PRIVATE KEY", pkcs1));
        assertThat(((RSAPrivateKey) Pem.privateKey(old)).getModulus()).isEqualTo(((RSAPrivateKey) key).getModulus());
        handshake(of(new Tls.Files(rsa.certificate, old)).context(), trusting(rsa.certificate), "localhost");
    }

    @Test
    void whatCannotBeServedIsRefusedInOneSentence() throws Exception {
        refused(one.certificate, other.key, "tls.key: the key in " + other.key + " does not belong to the first");
        refused(one.certificate, folder.resolve("none"), "tls.key: cannot read the file " + folder.resolve("none"));
        refused(folder.resolve("none"), one.key, "tls.certificate: cannot read the file " + folder.resolve("none"));
        Path empty = write("empty.pem", "");
        refused(empty, one.key, "tls.certificate: there is no certificate in " + empty);
        refused(one.certificate, empty, "tls.key: expected an unencrypted private key in " + empty);
        Path encrypted = write("encrypted.key", pem("ENCRYPTED PRIVATE KEY", new byte[40]));
        refused(one.certificate, encrypted, "tls.key: expected an unencrypted private key in " + encrypted);
    }

    private void refused(Path certificate, Path key, String message) {
        assertThatThrownBy(() -> of(new Tls.Files(certificate, key)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    private Certificates of(Tls tls) {
        return Objects.requireNonNull(Certificates.of(tls, folder.resolve("tls"), List.of("storage.example")));
    }

    private static Path authority(Certificates made) {
        return Objects.requireNonNull(made.authority());
    }

    /** A real TLS connection over loopback, the client checking the server's name. */
    private static void handshake(SSLContext server, SSLContext client, String name) throws Exception {
        try (SSLServerSocket listening =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
            Thread served = Thread.ofVirtual().start(() -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                    accepted.getOutputStream().write(7);
                } catch (IOException refused) {
                    assertThat(refused).isInstanceOf(SSLException.class);
                }
            });
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
                    .createSocket(
                            new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort()), name, 0, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                assertThat(socket.getInputStream().read()).isEqualTo(7);
            } finally {
                served.join();
            }
        }
    }

    private static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            trusted.setCertificateEntry(
                    "trusted", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private record Pair(Path certificate, Path key) {}

    private static Pair pair(String algorithm, String size) throws Exception {
        Path store = Files.createTempDirectory(shared, "pair").resolve("pair.p12");
        List<String> words = List.of(
                System.getProperty("java.home") + "/bin/keytool",
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "a",
                "-dname",
                "CN=localhost",
                "-keyalg",
                algorithm,
                algorithm.equals("EC") ? "-groupname" : "-keysize",
                size,
                "-ext",
                "san=dns:localhost");
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Path certificate = store.resolveSibling("certificate.pem");
        Files.writeString(certificate, Pem.text(keys.getCertificate("a")));
        Path key = store.resolveSibling("key.pem");
        Files.writeString(key, pem("PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded()));
        return new Pair(certificate, key);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
