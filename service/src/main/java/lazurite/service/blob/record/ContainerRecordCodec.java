package lazurite.service.blob.record;

import java.util.ArrayList;
import java.util.List;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;

/** The stored form of a {@link ContainerRecord}: {@code docs/formats/blob-record.md}. */
public final class ContainerRecordCodec {
    static final int VERSION = 1;

    private static final int INCARNATION = 1;
    private static final int STAMP = 2;
    private static final int METADATA = 3;
    private static final int PUBLIC_READ = 4;
    private static final int IDENTIFIER = 5;
    private static final int LEASE = 6;
    private static final int ENCRYPTION_SCOPE = 10;
    private static final int DENY_OVERRIDE = 11;

    private ContainerRecordCodec() {}

    public static byte[] write(ContainerRecord record) {
        RecordWriter out = new RecordWriter(VERSION)
                .number(INCARNATION, record.incarnation())
                .number(STAMP, record.stamp().ticks())
                .bytes(METADATA, record.metadata())
                .number(PUBLIC_READ, code(record.publicRead()));
        for (SignedIdentifier identifier : record.identifiers()) {
            out.bytes(
                    IDENTIFIER,
                    new RecordWriter(1)
                            .text(1, identifier.id())
                            .text(2, identifier.start())
                            .text(3, identifier.expiry())
                            .text(4, identifier.permissions())
                            .done());
        }
        Lease lease = record.lease();
        ContainerEncryption encryption = record.encryption();
        return out.bytes(LEASE, lease == null ? null : LeaseCodec.write(lease))
                .text(ENCRYPTION_SCOPE, encryption.scope())
                .number(DENY_OVERRIDE, encryption.denyOverride() ? 1 : 0)
                .done();
    }

    public static ContainerRecord read(byte[] bytes) {
        RecordReader in = new RecordReader("container record", bytes, VERSION);
        long incarnation = 0;
        long stamp = 0;
        byte[] metadata = null;
        PublicRead publicRead = PublicRead.NEVER;
        List<SignedIdentifier> identifiers = new ArrayList<>();
        Lease lease = null;
        String scope = null;
        boolean denyOverride = false;
        while (in.next()) {
            switch (in.field()) {
                case INCARNATION -> incarnation = in.number();
                case STAMP -> stamp = in.number();
                case METADATA -> metadata = in.bytes();
                case PUBLIC_READ -> publicRead = publicRead(in);
                case IDENTIFIER -> identifiers.add(identifier(in.bytes()));
                case LEASE -> lease = LeaseCodec.read(in.bytes());
                case ENCRYPTION_SCOPE -> scope = in.text();
                case DENY_OVERRIDE -> denyOverride = in.integer() == 1;
                default -> throw in.unknownField();
            }
        }
        return new ContainerRecord(
                incarnation,
                new Stamp(stamp),
                metadata,
                publicRead,
                identifiers,
                lease,
                scope == null && !denyOverride
                        ? ContainerEncryption.ACCOUNT
                        : new ContainerEncryption(scope, denyOverride));
    }

    private static int code(PublicRead level) {
        return switch (level) {
            case NEVER -> 0;
            case BLOB -> 1;
            case CONTAINER -> 2;
        };
    }

    private static PublicRead publicRead(RecordReader in) {
        return switch (in.integer()) {
            case 1 -> PublicRead.BLOB;
            case 2 -> PublicRead.CONTAINER;
            default -> throw in.damaged();
        };
    }

    private static SignedIdentifier identifier(byte[] bytes) {
        RecordReader in = new RecordReader("stored access policy", bytes, 1);
        String id = "";
        String start = null;
        String expiry = null;
        String permissions = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.text();
                case 2 -> start = in.text();
                case 3 -> expiry = in.text();
                case 4 -> permissions = in.text();
                default -> throw in.unknownField();
            }
        }
        return new SignedIdentifier(id, start, expiry, permissions);
    }
}
