package lazurite.ledger.tree;

/** Where tiles of hashes are read from: a store, a mirrored folder, a server. */
public interface TileReader {
    /** The tile's bytes, as they are there; refuses if there is none. */
    byte[] read(TilePath.Hashes path);
}
