package lazurite.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lazurite.server.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority and a server certificate made with the JDK's keytool and kept in the data folder. The
 * authority lasts ten years; the server's certificate lasts 800 days, less than the 825 that Apple's clients accept, and
 * is made anew under the same authority when less than 30 days are left or the names have changed.
 *
 * <p>The key store is readable to its owner only; its password protects nothing and is fixed.
 */
final class GeneratedCertificate {
    private static final String PASSWORD = "lazurite";
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    private final Path folder;
    private final Path store;
    private final Path authority;
    private final Set<String> names =
            new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1", "*.blob.localhost", "*.web.localhost"));

    GeneratedCertificate(Path folder, List<String> names, List<String> hostSuffixes) {
        this.folder = folder;
        this.store = folder.resolve("server.p12");
        this.authority = folder.resolve("ca.pem");
        this.names.addAll(names);
        hostSuffixes.forEach(suffix -> this.names.addAll(List.of("*.blob." + suffix, "*.web." + suffix)));
    }

    Certificates open() {
        try {
            Files.createDirectories(folder);
            if (!Files.exists(store)) {
                make(null);
            } else if (!current(load(store))) {
                make(store);
            }
            KeyStore keys = load(store);
            Files.writeString(authority, Pem.text(keys.getCertificate("ca")));
            return new Certificates(Certificates.context(keys, PASSWORD.toCharArray()), authority.toAbsolutePath());
        } catch (IOException | GeneralSecurityException wrong) {
            throw new ConfigException(
                    "tls.generate: cannot make or read a certificate in " + folder + ": " + wrong.getMessage());
        }
    }

    /**
     * Makes the server's certificate in a folder that only the owner can enter, then moves it into place, so that nobody
     * else ever sees the key and neither a crash nor a power cut leaves a half.
     */
    private void make(@Nullable Path earlier) throws IOException, GeneralSecurityException {
        Path aside = Files.createTempDirectory(folder, "new-");
        Path fresh = aside.resolve("server.p12");
        try {
            fill(fresh, earlier);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            sync(fresh, StandardOpenOption.WRITE);
            Files.move(fresh, store, StandardCopyOption.ATOMIC_MOVE);
            sync(folder, StandardOpenOption.READ);
        } finally {
            Files.deleteIfExists(fresh);
            Files.delete(aside);
        }
    }

    private static void sync(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    private void fill(Path fresh, @Nullable Path earlier) throws IOException {
        if (earlier == null) {
            keytool(
                    fresh,
                    "-genkeypair",
                    List.of("-alias=ca", "-dname=CN=Lazurite local authority", "-validity=3650"),
                    List.of("bc:c=ca:true,pathlen:0", "ku:c=keyCertSign,cRLSign"));
        } else {
            Files.copy(earlier, fresh);
            keytool(fresh, "-delete", List.of("-alias=server"), List.of());
        }
        String alternatives = names.stream()
                .map(name -> (isAddress(name) ? "ip:" : "dns:") + name)
                .collect(Collectors.joining(","));
        keytool(
                fresh,
                "-genkeypair",
                List.of("-alias=server", "-signer=ca", "-dname=CN=localhost", "-validity=800"),
                List.of("san=" + alternatives, "ku:c=digitalSignature", "eku=serverAuth"));
    }

    /** @param options each the option's name, {@code =}, its value */
    private static void keytool(Path target, String command, List<String> options, List<String> extensions)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                command,
                "-keystore",
                target.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        if (command.equals("-genkeypair")) {
            words.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        options.forEach(option -> words.addAll(List.of(option.split("=", 2))));
        extensions.forEach(extension -> words.addAll(List.of("-ext", extension)));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("keytool was interrupted", stopped);
        } finally {
            process.destroyForcibly();
        }
    }

    private boolean current(KeyStore keys) throws GeneralSecurityException, IOException {
        if (!(keys.getCertificate("server") instanceof X509Certificate certificate)) {
            return false;
        }
        boolean fresh =
                certificate.getNotAfter().toInstant().isAfter(Instant.now().plus(RENEW_BEFORE));
        return fresh && certified(certificate).equals(normalized(names));
    }

    private static Set<String> certified(X509Certificate certificate) throws GeneralSecurityException, IOException {
        Set<String> found = new LinkedHashSet<>();
        if (certificate.getSubjectAlternativeNames() != null) {
            for (List<?> entry : certificate.getSubjectAlternativeNames()) {
                if (entry.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == ADDRESS)) {
                    found.add(String.valueOf(entry.get(1)));
                }
            }
        }
        return normalized(found);
    }

    /** Addresses in one spelling. */
    private static Set<String> normalized(Set<String> names) throws UnknownHostException {
        Set<String> result = new LinkedHashSet<>();
        for (String name : names) {
            result.add(isAddress(name) ? InetAddress.ofLiteral(name).getHostAddress() : name);
        }
        return result;
    }

    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
