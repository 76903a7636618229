package lazurite.store;

/**
 * Column families: rows that are read together stand together. The order of constants is not stored; {@link #code} is.
 */
public enum Family {
    /** What plain listings read: accounts, containers, the base row of each blob; a ledger's head. */
    BASE("b"),
    /** Snapshots, versions, soft-deleted blobs; a ledger's entries and tiles. */
    HISTORY("h"),
    /** Uncommitted blocks, block-list manifests, append rows, page segments. */
    PARTS("u"),
    /** Small bodies until they are packed, then pointers to their pack. */
    BODY("d"),
    /** One row for each commit that moves references or usage, until the collector has drained it. */
    CHANGE("c"),
    /** One row for each commit whose events somebody follows, until they stand in the account's queue. */
    EVENT("e");

    private final String code;

    Family(String code) {
        this.code = code;
    }

    /** Name in the engine; part of the on-disk format. */
    public String code() {
        return code;
    }
}
