package lazurite.server.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import lazurite.server.config.ConfigException;
import lazurite.server.config.Tls;
import org.jspecify.annotations.Nullable;

/**
 * What the storage services show to TLS clients.
 *
 * @param context ready for use
 * @param authority PEM file of the certificate authority that clients have to trust; null if the certificate was given
 */
public record Certificates(SSLContext context, @Nullable Path authority) {
    private static final char[] IN_MEMORY = "in-memory".toCharArray();

    /**
     * Reads or makes the certificate.
     *
     * @param folder where a generated one is kept
     * @param hostSuffixes domains beside localhost under which accounts have host names; a generated one is good for them
     * @return null for plain HTTP
     * @throws ConfigException if the files do not hold a certificate and its key
     */
    public static @Nullable Certificates of(Tls tls, Path folder, List<String> hostSuffixes) {
        return switch (tls) {
            case Tls.Off _ -> null;
            case Tls.Files files -> given(files);
            case Tls.Generated generated -> new GeneratedCertificate(folder, generated.names(), hostSuffixes).open();
        };
    }

    private static Certificates given(Tls.Files files) {
        List<Certificate> chain = Pem.certificates(files.certificate());
        PrivateKey key = Pem.privateKey(files.key());
        try {
            if (!belongTogether(key, chain.getFirst().getPublicKey())) {
                throw new ConfigException("tls.key: the key in " + files.key()
                        + " does not belong to the first certificate in " + files.certificate());
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, IN_MEMORY, chain.toArray(Certificate[]::new));
            return new Certificates(context(store, IN_MEMORY), null);
        } catch (GeneralSecurityException | IOException wrong) {
            throw new ConfigException("tls.certificate: cannot serve " + files.certificate() + " with " + files.key()
                    + ": " + wrong.getMessage());
        }
    }

    static SSLContext context(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] message = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(message);
        byte[] signature = signer.sign();
        try {
            signer.initVerify(certified);
            signer.update(message);
            return signer.verify(signature);
        } catch (InvalidKeyException | SignatureException other) {
            return false;
        }
    }
}
