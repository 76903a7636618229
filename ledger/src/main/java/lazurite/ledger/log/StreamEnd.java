package lazurite.ledger.log;

import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.tree.Hash;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;

/**
 * The last entry of a stream.
 *
 * @param hash SHA-256 of it
 * @param index its place in the log
 */
record StreamEnd(long seq, Hash hash, long index) {
    private static final int VERSION = 1;

    static StreamEnd read(byte[] row) {
        RecordReader in = new RecordReader("a stream of the ledger", row, VERSION);
        long seq = 0;
        long index = 0;
        Hash hash = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> seq = in.number();
                case 2 -> hash = Head.hash(in);
                case 3 -> index = in.number();
                default -> throw in.unknownField();
            }
        }
        if (hash == null) {
            throw in.damaged();
        }
        return new StreamEnd(seq, hash, index);
    }

    byte[] bytes() {
        return new RecordWriter(VERSION)
                .number(1, seq)
                .bytes(2, hash.bytes())
                .number(3, index)
                .done();
    }

    StreamPosition next() {
        return new StreamPosition(seq + 1, hash);
    }
}
