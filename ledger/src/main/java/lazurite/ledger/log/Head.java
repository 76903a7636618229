package lazurite.ledger.log;

import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;

/**
 * What the log is: everything before the head is in it for ever, nothing behind it is.
 *
 * @param epoch grows whenever a sequencer starts anew, so that no commit made before can still take effect
 */
record Head(long size, Hash root, long epoch) {
    static final Head NONE = new Head(0, Merkle.EMPTY, 0);

    private static final int VERSION = 1;

    static Head read(byte[] row) {
        RecordReader in = new RecordReader("the ledger's head", row, VERSION);
        long size = 0;
        long epoch = 0;
        Hash root = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> size = in.number();
                case 2 -> root = hash(in);
                case 3 -> epoch = in.number();
                default -> throw in.unknownField();
            }
        }
        if (root == null || size < 0) {
            throw in.damaged();
        }
        return new Head(size, root, epoch);
    }

    /** The field as a hash. */
    static Hash hash(RecordReader in) {
        byte[] bytes = in.bytes();
        if (bytes.length != Hash.BYTES) {
            throw in.damaged();
        }
        return Hash.of(bytes);
    }

    byte[] bytes() {
        return new RecordWriter(VERSION)
                .number(1, size)
                .bytes(2, root.bytes())
                .number(3, epoch)
                .done();
    }

    Head nextEpoch() {
        return new Head(size, root, epoch + 1);
    }
}
