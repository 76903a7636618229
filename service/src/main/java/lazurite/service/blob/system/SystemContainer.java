package lazurite.service.blob.system;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.gateway.Enforcement;
import org.jspecify.annotations.Nullable;

/**
 * A container of each account that the service itself writes. What is written and deleted is so under the orders in
 * force, in the name of the account. Everything throws StorageException: 403 AccountIsDisabled if an order forbids it.
 *
 * <p>Concurrency: any thread.
 */
public final class SystemContainer {
    private static final String VERSION = "2025-11-05";
    private static final int PAGE = 1_000;
    private static final Conditions CREATE_ONLY = new Conditions(List.of(), List.of("*"), null, null, null, null);

    private final String name;
    private final BlobOperations blobs;
    private final Enforcement enforcement;

    public SystemContainer(String name, BlobOperations blobs, Enforcement enforcement) {
        this.name = name;
        this.blobs = blobs;
        this.enforcement = enforcement;
    }

    public String name() {
        return name;
    }

    /** Does that in the container, which is made if it is not there. */
    public BlobResult run(BlobOperation operation, Account account) {
        BlobCall call = call(account, Use.GROWTH);
        try {
            return blobs.run(operation, call);
        } catch (StorageException e) {
            if (e.code() != ErrorCode.ContainerNotFound) {
                throw e;
            }
        }
        try {
            blobs.run(new BlobOperation.CreateContainer(name, Map.of(), PublicRead.NEVER), call);
        } catch (StorageException e) {
            if (e.code() != ErrorCode.ContainerAlreadyExists) {
                throw e;
            }
        }
        return blobs.run(operation, call);
    }

    /** Puts a blob where there is none, or in the place of another; it is synced when this returns. */
    public void put(
            Account account, String blob, byte[] bytes, HttpProperties properties, Map<String, String> metadata) {
        put(account, blob, bytes, properties, metadata, Conditions.NONE);
    }

    /** Puts a blob if there is none of that name; whether it did. */
    public boolean create(
            Account account, String blob, byte[] bytes, HttpProperties properties, Map<String, String> metadata) {
        try {
            put(account, blob, bytes, properties, metadata, CREATE_ONLY);
            return true;
        } catch (StorageException e) {
            if (e.code() == ErrorCode.BlobAlreadyExists) {
                return false;
            }
            throw e;
        }
    }

    private void put(
            Account account,
            String blob,
            byte[] bytes,
            HttpProperties properties,
            Map<String, String> metadata,
            Conditions conditions) {
        run(
                new BlobOperation.PutBlob(
                        name,
                        blob,
                        new NewBlob(properties, metadata, Map.of(), null, conditions),
                        Checksums.NONE,
                        new Payload(bytes.length, new ByteArrayInputStream(bytes))),
                account);
    }

    /** Creates an append blob; whether it did, or there is one of that name. */
    public boolean createAppend(Account account, String blob, HttpProperties properties) {
        try {
            run(
                    new BlobOperation.CreateAppendBlob(
                            name, blob, new NewBlob(properties, Map.of(), Map.of(), null, CREATE_ONLY)),
                    account);
            return true;
        } catch (StorageException e) {
            if (e.code() == ErrorCode.BlobAlreadyExists) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Appends a block to an append blob of that length.
     *
     * @throws StorageException 412 AppendPositionConditionNotMet if it has another
     */
    public void append(Account account, String blob, long length, byte[] block) {
        run(
                new BlobOperation.AppendBlock(
                        name,
                        blob,
                        Conditions.NONE,
                        null,
                        length,
                        Checksums.NONE,
                        new Payload(block.length, new ByteArrayInputStream(block))),
                account);
    }

    /** Length of the blob in bytes; -1 if there is none. */
    public long length(Account account, String blob) {
        try {
            BlobResult.BlobState state = (BlobResult.BlobState) blobs.run(
                    new BlobOperation.GetBlobProperties(name, blob, null, Conditions.NONE), call(account, Use.CHANGE));
            return state.record().length();
        } catch (StorageException e) {
            if (e.code() == ErrorCode.BlobNotFound || e.code() == ErrorCode.ContainerNotFound) {
                return -1;
            }
            throw e;
        }
    }

    /** Shows the names of blobs that start so, in order, until {@code goOn} says no; those shown may be deleted. */
    public void forEach(Account account, String prefix, Predicate<String> goOn) {
        BlobCall call = call(account, Use.CHANGE);
        String marker = null;
        do {
            BlobResult.Blobs page = page(prefix, marker, call);
            for (BlobResult.ListEntry entry : page == null ? List.<BlobResult.ListEntry>of() : page.entries()) {
                if (!goOn.test(entry.name())) {
                    return;
                }
            }
            marker = page == null ? null : page.nextMarker();
        } while (marker != null);
    }

    private BlobResult.@Nullable Blobs page(String prefix, @Nullable String marker, BlobCall call) {
        try {
            return (BlobResult.Blobs) blobs.run(
                    new BlobOperation.ListBlobs(name, prefix, null, marker, null, PAGE, null, Set.of()), call);
        } catch (StorageException e) {
            if (e.code() == ErrorCode.ContainerNotFound) {
                return null;
            }
            throw e;
        }
    }

    /** Deletes a blob, if it is there. */
    public void delete(Account account, String blob) {
        try {
            blobs.run(
                    new BlobOperation.DeleteBlob(name, blob, null, DeleteSnapshots.INCLUDE, Conditions.NONE),
                    call(account, Use.CHANGE));
        } catch (StorageException e) {
            if (e.code() != ErrorCode.BlobNotFound) {
                throw e;
            }
        }
    }

    /** What the account has switched on for its own blobs is not for these: they have no versions. */
    private BlobCall call(Account account, Use use) {
        Pass pass = enforcement.check(account, ServiceKind.BLOB, use);
        Caller caller = new Caller(Caller.Kind.SHARED_KEY, "", account.name());
        return new BlobCall(account.name(), BlobFeatures.NONE, caller, VERSION, pass, _ -> {
            throw new IllegalStateException("nothing is copied");
        });
    }
}
