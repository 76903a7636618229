package lazurite.service.blob;

import java.util.List;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.Permission.PublicRead;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a container.
 *
 * @param incarnation names this life of the container in the keys of its rows; never reused
 * @param metadata sealed; null if there is none
 */
public record ContainerRecord(
        long incarnation,
        Stamp stamp,
        byte @Nullable [] metadata,
        PublicRead publicRead,
        List<SignedIdentifier> identifiers,
        @Nullable Lease lease) {
    public ContainerRecord(
            long incarnation,
            Stamp stamp,
            byte @Nullable [] metadata,
            PublicRead publicRead,
            List<SignedIdentifier> identifiers,
            @Nullable Lease lease) {
        this.incarnation = incarnation;
        this.stamp = stamp;
        this.metadata = metadata;
        this.publicRead = publicRead;
        this.identifiers = List.copyOf(identifiers);
        this.lease = lease;
    }
}
