package lazurite.server.config;

import java.nio.file.Path;
import java.util.List;

/** Whether the storage services speak HTTPS, and where the certificate comes from. */
public sealed interface Tls {
    /** Plain HTTP. */
    record Off() implements Tls {}

    /** A certificate chain and its private key, in PEM files. */
    record Files(Path certificate, Path key) implements Tls {}

    /**
     * A certificate made at first start, with a certificate authority of its own.
     *
     * @param names host names and addresses beside localhost, 127.0.0.1, ::1 and those of accounts
     */
    record Generated(List<String> names) implements Tls {
        public Generated {
            names = List.copyOf(names);
        }
    }
}
