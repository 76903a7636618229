package lazurite.service.blob.record;

import java.util.List;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.Permission.PublicRead;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a container.
 *
 * @param incarnation names this life of the container in the keys of its rows; never reused
 * @param metadata sealed under the account's key; null if there is none
 * @param encryption keys of its blobs
 */
public record ContainerRecord(
        long incarnation,
        Stamp stamp,
        byte @Nullable [] metadata,
        PublicRead publicRead,
        List<SignedIdentifier> identifiers,
        @Nullable Lease lease,
        ContainerEncryption encryption) {
    /** One whose blobs are under the account's key. */
    public ContainerRecord(
            long incarnation,
            Stamp stamp,
            byte @Nullable [] metadata,
            PublicRead publicRead,
            List<SignedIdentifier> identifiers,
            @Nullable Lease lease) {
        this(incarnation, stamp, metadata, publicRead, identifiers, lease, ContainerEncryption.ACCOUNT);
    }

    // not the compact form: javac then loses @Nullable for other modules
    public ContainerRecord(
            long incarnation,
            Stamp stamp,
            byte @Nullable [] metadata,
            PublicRead publicRead,
            List<SignedIdentifier> identifiers,
            @Nullable Lease lease,
            ContainerEncryption encryption) {
        this.incarnation = incarnation;
        this.stamp = stamp;
        this.metadata = metadata;
        this.publicRead = publicRead;
        this.identifiers = List.copyOf(identifiers);
        this.lease = lease;
        this.encryption = encryption;
    }

    public ContainerRecord withMetadata(Stamp changed, byte @Nullable [] sealed) {
        return new ContainerRecord(incarnation, changed, sealed, publicRead, identifiers, lease, encryption);
    }

    public ContainerRecord withAcl(Stamp changed, PublicRead level, List<SignedIdentifier> policies) {
        return new ContainerRecord(incarnation, changed, metadata, level, policies, lease, encryption);
    }

    public ContainerRecord withLease(@Nullable Lease other) {
        return new ContainerRecord(incarnation, stamp, metadata, publicRead, identifiers, other, encryption);
    }
}
