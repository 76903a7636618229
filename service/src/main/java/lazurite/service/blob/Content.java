package lazurite.service.blob;

import lazurite.store.Uid;
import lazurite.store.body.BodyRef;

/** Where the bytes of a blob are. */
public sealed interface Content {
    /** No bytes. */
    record Empty() implements Content {}

    /** One body: Put Blob. */
    record Single(BodyRef body) implements Content {}

    /**
     * A list of parts: Put Block List, appends.
     *
     * @param list names the rows in family PARTS; parts behind the record's length are a later append's
     */
    record Parts(Uid list) implements Content {}
}
