package lazurite.service.account;

/** What a request wants of what is stored, as far as orders distinguish it. */
public enum Use {
    /** A browser's question beforehand, in nobody's name: the CORS rules alone are looked at. */
    PREFLIGHT,
    /** Reads or lists as anybody may. */
    PUBLIC_READ,
    /** Reads or lists in the name of the account: by its key, or by a SAS that it gave away. */
    READ,
    /** Changes something and stores no more than before: deletes, leases, tiers, settings of access. */
    CHANGE,
    /** Stores what its sender chose: content, blocks, metadata, tags, names, snapshots. */
    GROWTH;

    /** Whether anything is changed. */
    public boolean writes() {
        return switch (this) {
            case PREFLIGHT, PUBLIC_READ, READ -> false;
            case CHANGE, GROWTH -> true;
        };
    }
}
