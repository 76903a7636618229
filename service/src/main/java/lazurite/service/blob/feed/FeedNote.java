package lazurite.service.blob.feed;

import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * Where the feed of an account is written: kept beside its place among the events ({@code docs/formats/events.md}).
 *
 * @param hour the newest segment
 * @param finished whether it takes no more
 * @param file number of its newest file
 * @param sync what stands behind each block of that file
 * @param length of that file in bytes, without the block in flight
 * @param blocks that it has
 * @param inFlight last event of the block that is being appended; 0 if none is
 */
record FeedNote(FeedHour hour, boolean finished, int file, byte[] sync, long length, int blocks, long inFlight) {
    private static final int VERSION = 1;

    /** Of a feed that begins behind that segment. */
    static FeedNote after(FeedHour hour) {
        return new FeedNote(hour, true, 0, new byte[0], 0, 0, 0);
    }

    static FeedNote segment(FeedHour hour, byte[] sync) {
        return new FeedNote(hour, false, 0, sync, 0, 0, 0);
    }

    FeedNote nextFile(byte[] newSync) {
        return new FeedNote(hour, finished, file + 1, newSync, 0, 0, 0);
    }

    FeedNote appending(long lastEvent) {
        return new FeedNote(hour, finished, file, sync, length, blocks, lastEvent);
    }

    /** The block in flight is in the file, which has that length now. */
    FeedNote appended(long newLength) {
        return new FeedNote(hour, finished, file, sync, newLength, blocks + 1, 0);
    }

    FeedNote done() {
        return new FeedNote(hour, true, file, sync, length, blocks, 0);
    }

    String path() {
        return hour.file(file);
    }

    byte[] write() {
        return new RecordWriter(VERSION)
                .number(1, hour.number())
                .flag(2, finished)
                .number(3, file)
                .bytes(4, sync)
                .number(5, length)
                .number(6, blocks)
                .number(7, inFlight)
                .done();
    }

    static @Nullable FeedNote read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        RecordReader in = new RecordReader("note of a change feed", bytes, VERSION);
        long[] numbers = new long[8];
        byte[] sync = new byte[0];
        while (in.next()) {
            switch (in.field()) {
                case 1, 2, 3, 5, 6, 7 -> numbers[in.field()] = in.number();
                case 4 -> sync = in.bytes();
                default -> throw in.unknownField();
            }
        }
        return new FeedNote(
                new FeedHour(numbers[1]),
                numbers[2] != 0,
                Math.toIntExact(numbers[3]),
                sync,
                numbers[5],
                Math.toIntExact(numbers[6]),
                numbers[7]);
    }
}
