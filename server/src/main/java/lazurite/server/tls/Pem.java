package lazurite.server.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.server.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Reads and writes PEM (RFC 7468): certificate chains, and private keys in PKCS#8 or, for RSA, PKCS#1. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    /** AlgorithmIdentifier of RSA, in DER (RFC 8017 §A.1). */
    private static final byte[] RSA = Base64.getDecoder().decode("MA0GCSqGSIb3DQEBAQUA");

    private Pem() {}

    /** The chain, the server's own certificate first. */
    static List<Certificate> certificates(Path file) {
        try {
            byte[] pem = bytes("tls.certificate", file);
            List<Certificate> chain = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)));
            if (chain.isEmpty()) {
                throw new ConfigException("tls.certificate: there is no certificate in " + file
                        + "; expected PEM (-----BEGIN CERTIFICATE-----)");
            }
            return chain;
        } catch (CertificateException wrong) {
            throw new ConfigException("tls.certificate: cannot read " + file
                    + " as certificates in PEM (-----BEGIN CERTIFICATE-----): " + wrong.getMessage());
        }
    }

    /** The unencrypted private key: RSA, EC or EdDSA. */
    static PrivateKey privateKey(Path file) {
        Matcher matcher = KEY.matcher(new String(bytes("tls.key", file), StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw unreadable(file);
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        return switch (matcher.group(1)) {
            case "PRIVATE KEY" -> pkcs8(file, der);
            case "RSA PRIVATE KEY" -> pkcs8(file, wrapped(der));
            default -> throw unreadable(file);
        };
    }

    static String text(Certificate certificate) throws CertificateException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }

    private static PrivateKey pkcs8(Path file, byte[] der) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            PrivateKey key = pkcs8(algorithm, der);
            if (key != null) {
                return key;
            }
        }
        throw unreadable(file);
    }

    private static @Nullable PrivateKey pkcs8(String algorithm, byte[] der) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException other) {
            return null;
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static ConfigException unreadable(Path file) {
        return new ConfigException("tls.key: expected an unencrypted private key in " + file
                + " (-----BEGIN PRIVATE KEY-----); 'openssl pkcs8 -topk8 -nodes -in OLD -out NEW' converts others");
    }

    /** A PKCS#1 key as PKCS#8: SEQUENCE { version 0, algorithm, OCTET STRING { key } }. */
    private static byte[] wrapped(byte[] pkcs1) {
        return der(0x30, join(new byte[] {2, 1, 0}, RSA, der(0x04, pkcs1)));
    }

    private static byte[] der(int tag, byte[] content) {
        int n = content.length;
        byte[] head = n < 128
                ? new byte[] {(byte) tag, (byte) n}
                : new byte[] {(byte) tag, (byte) 0x83, (byte) (n >> 16), (byte) (n >> 8), (byte) n};
        return join(head, content);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] bytes(String key, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new ConfigException(key + ": cannot read the file " + file);
        }
    }
}
