package lazurite.governance.verify;

import java.io.IOException;
import java.util.List;
import lazurite.governance.document.Documents;
import lazurite.governance.source.LogFolder;
import lazurite.governance.source.LogSource;
import lazurite.ledger.RefusedException;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;

/** What else is in a mirrored folder: older partial tiles, documents by their hash, and what belongs to no log. */
record FolderCheck(LogFolder folder, long size, Findings findings) {
    private static final String DOCUMENTS = "blob/";
    private static final String PAGES = "publications/";

    /** Logs that it goes on from, each of which is checked by itself. */
    private static final String OLDER = "restarted/";

    void check() throws IOException {
        for (String path : folder.paths()) {
            if (path.startsWith("tile/")) {
                tile(path);
            } else if (path.startsWith(DOCUMENTS)) {
                document(path);
            } else if (!path.startsWith(PAGES)
                    && !path.startsWith(OLDER)
                    && !path.equals(LogSource.CHECKPOINT)
                    && !path.equals(LogSource.COSIGNED)
                    && !path.equals(LogFolder.PREVIOUS)) {
                findings.unchecked("the file " + path + ", which is none of a log's");
            }
        }
    }

    private void document(String path) throws IOException {
        byte[] bytes = folder.read(path, Documents.BYTES_MAX);
        findings.require(
                Hash.sha256(bytes).hex().equals(path.substring(DOCUMENTS.length())),
                null,
                "The file " + path + " is another than its name says.");
    }

    private void tile(String path) throws IOException {
        TilePath tile;
        try {
            tile = TilePath.parse(path);
        } catch (RefusedException alien) {
            findings.unchecked("the file " + path + ", which is no tile's");
            return;
        }
        int level = tile instanceof TilePath.Hashes hashes ? hashes.level() : 0;
        int width = Tiles.widthAt(level, tile.index(), size);
        if (tile.width() > width) {
            findings.unchecked("the file " + path + ", which the checkpoint does not reach");
        } else if (tile.width() < width) {
            findings.require(isBeginning(tile, width), null, "The file " + path + " is no beginning of its tile.");
        }
    }

    private boolean isBeginning(TilePath tile, int width) throws IOException {
        return switch (tile) {
            case TilePath.Hashes partial ->
                folder.hashes(new TilePath.Hashes(partial.level(), partial.index(), width))
                        .subList(0, partial.width())
                        .equals(folder.hashes(partial));
            case TilePath.Entries partial -> {
                List<byte[]> beginning = folder.entries(new TilePath.Entries(partial.index(), width))
                        .subList(0, partial.width());
                yield Hash.sha256(Tiles.ofEntries(beginning))
                        .equals(Hash.sha256(Tiles.ofEntries(folder.entries(partial))));
            }
        };
    }
}
