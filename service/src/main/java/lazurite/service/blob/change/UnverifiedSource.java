package lazurite.service.blob.change;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;

/** What a read of a source would be refused with, told as the refusal of what wanted to read it ({@code blob.md} §10.4). */
public final class UnverifiedSource {
    private UnverifiedSource() {}

    public static StorageException because(ErrorCode source) {
        return new StorageException(ErrorCode.CannotVerifyCopySource, source.message())
                .withStatus(source.status())
                .with("CopySourceStatusCode", Integer.toString(source.status()))
                .with("CopySourceErrorCode", source.wire())
                .with("CopySourceErrorMessage", source.message());
    }
}
