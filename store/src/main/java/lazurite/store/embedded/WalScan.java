package lazurite.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Looks through RocksDB's write-ahead logs for damage that costs acknowledged commits. RocksDB itself goes over it
 * without a word: it cannot tell a torn end, which is ordinary after a crash, from damage in the middle. We can, since
 * one thread writes the log and syncs each record before it starts the next: a whole record behind a damaged one proves
 * that the damaged one had been synced.
 *
 * <p>Source: RocksDB's log format (blocks of 32 KiB; records of checksum, length and type).
 */
final class WalScan {
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;
    private static final int FULL = 1;
    private static final int FIRST = 2;

    private WalScan() {}

    /** One sentence for each damaged log in the folder. */
    static List<String> damages(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                long offset = damage(log);
                if (offset >= 0) {
                    found.add("The metadata log " + log + " is damaged at byte " + offset
                            + ": commits that were acknowledged are lost. What is intact behind it was kept.");
                }
            }
        }
        return found;
    }

    /** Offset of the first damage that has a whole record behind it; -1 if there is none. */
    private static long damage(Path log) throws IOException {
        long firstBad = -1;
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            for (long start = 0; start < channel.size(); start += BLOCK_BYTES) {
                fill(block, channel, start);
                while (block.remaining() >= HEADER_BYTES) {
                    int at = block.position();
                    int type = record(block);
                    if (type < 0) {
                        firstBad = firstBad < 0 ? start + at : firstBad;
                        break;
                    }
                    if (firstBad >= 0 && (type == FULL || type == FIRST)) {
                        return firstBad;
                    }
                }
            }
        }
        return -1;
    }

    private static void fill(ByteBuffer block, FileChannel channel, long start) throws IOException {
        block.clear();
        int count = 0;
        while (block.hasRemaining() && count >= 0) {
            count = channel.read(block, start + block.position());
        }
        block.flip();
    }

    /** Goes over one record and returns its type; -1 if it is not whole. */
    private static int record(ByteBuffer block) {
        int masked = block.getInt();
        int length = Short.toUnsignedInt(block.getShort());
        int type = Byte.toUnsignedInt(block.get());
        if (type == 0 || length > block.remaining()) {
            return -1;
        }
        CRC32C crc = new CRC32C();
        crc.update(block.slice(block.position() - 1, length + 1));
        block.position(block.position() + length);
        int rotated = Integer.rotateLeft((int) crc.getValue(), 17);
        return rotated + 0xA282EAD8 == masked ? type : -1;
    }
}
