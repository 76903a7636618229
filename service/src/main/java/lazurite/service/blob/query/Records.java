package lazurite.service.blob.query;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a blob, one after the other. */
interface Records {
    /**
     * The next row, good until the one after it is asked for; null at the end.
     *
     * @throws QueryFailure fatal, if the text is malformed or a record too long
     */
    @Nullable
    Row next() throws IOException;

    /** Names of the fields, if the text has any. */
    List<String> names();
}
