package lazurite.server.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.governance.document.Documents;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Documents that entries name, for everybody: {@code blob/<sha256>}. Refuses names that are no hash.
 *
 * <p>Concurrency: any thread.
 */
final class PublicDocuments {
    private final Documents documents;

    PublicDocuments(Documents documents) {
        this.documents = documents;
    }

    /** By its name, as text where it is text. */
    Response answer(Request request, String name) {
        return answer(request, Hash.parseHex(name), null);
    }

    /** @param type as what it is served; null for text where it is text */
    Response answer(Request request, Hash hash, @Nullable String type) {
        Documents.Found found;
        try {
            found = documents.find(hash);
        } catch (StorageException failed) {
            if (failed.code() == ErrorCode.InternalError) {
                return Answer.line(500, "The document is not what its hash says; it is not served.");
            }
            throw failed;
        }
        return switch (found) {
            case null -> Answer.absent();
            case Documents.Found.Withdrawn _ -> Answer.line(410, "The document was here and was withdrawn.");
            case Documents.Found.Present present ->
                present.isPublic() ? present(request, hash, present.bytes(), type) : Answer.absent();
        };
    }

    /** To be asked for anew each time: it may be withdrawn. */
    private static Response present(Request request, Hash hash, byte[] bytes, @Nullable String asked) {
        String usual = isText(bytes) ? Answer.TEXT : "application/octet-stream";
        return Answer.tagged(request, Answer.headers(asked == null ? usual : asked, Answer.FRESH), hash.hex(), bytes);
    }

    private static boolean isText(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .chars()
                    .noneMatch(c -> c == 0);
        } catch (CharacterCodingException binary) {
            return false;
        }
    }
}
