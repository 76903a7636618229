package lazurite.service.blob.record;

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
     * @param list names the rows in family PARTS; bytes behind the record's length are a later append's
     */
    record Parts(Uid list) implements Content {}

    /**
     * The pages of a page blob, as of one of its versions.
     *
     * @param list names the rows in family PARTS, see {@link PageKeys}
     * @param version of the pages, from 1 on; rows of later versions are not of this content
     * @param written bytes of written pages, those included that a clear which is still to be applied takes
     * @param sequenceNumber the client's own, from 0 on
     */
    record Pages(Uid list, long version, long written, long sequenceNumber) implements Content {
        public static final long FIRST = 1;

        public Pages withWritten(long bytes) {
            return new Pages(list, version, bytes, sequenceNumber);
        }

        public Pages withSequenceNumber(long number) {
            return new Pages(list, version, written, number);
        }
    }
}
