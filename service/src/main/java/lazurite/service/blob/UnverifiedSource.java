package lazurite.service.blob;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;

/** What a read of a source would be refused with, told as the refusal of what wanted to read it ({@code blob.md} §10.4). */
final class UnverifiedSource {
    private UnverifiedSource() {}

    static StorageException because(ErrorCode source) {
        return new StorageException(ErrorCode.CannotVerifyCopySource, source.message())
                .withStatus(source.status())
                .with("CopySourceStatusCode", Integer.toString(source.status()))
                .with("CopySourceErrorCode", source.wire())
                .with("CopySourceErrorMessage", source.message());
    }
}
