package lazurite.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import lazurite.base.Durable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library, unpacked once into a folder that stays. RocksDB's own way is a temporary file at each
 * start, which a killed process leaves behind.
 */
final class Natives {
    private Natives() {}

    /** Unpacks the library if it isn't there yet and loads it; later calls in one process change nothing. */
    static synchronized void load(Path natives) throws IOException {
        RocksDB.loadLibrary(List.of(unpack(natives).toString()));
    }

    /**
     * The folder with the library: {@code natives/rocksdb-<crc32>-<bytes>}, both those of the library as packed, so
     * that another version gets another folder.
     */
    static Path unpack(Path natives) throws IOException {
        Packed packed = packed();
        Path folder = natives.toAbsolutePath()
                .resolve("rocksdb-" + HexFormat.of().toHexDigits(packed.crc, 8) + "-" + packed.size);
        // the name under which RocksDB.loadLibrary(List) looks
        Path library = folder.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
        if (Files.exists(library) && Files.size(library) == packed.size) {
            return folder;
        }
        Durable.createFolders(folder);
        Path half = Files.createTempFile(folder, "half-", "");
        try {
            try (InputStream in = packed.source.openStream()) {
                Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
            }
            try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(half, library, StandardCopyOption.ATOMIC_MOVE);
            Durable.syncFolder(folder);
        } finally {
            Files.deleteIfExists(half);
        }
        return folder;
    }

    private record Packed(URL source, long crc, long size) {}

    private static Packed packed() throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        URL source = RocksDB.class.getClassLoader().getResource(name);
        if (source == null) {
            throw new IOException("RocksDB has no native library for this machine (" + name + ").");
        }
        return packed(source);
    }

    private static Packed packed(URL source) throws IOException {
        URLConnection connection = source.openConnection();
        if (connection instanceof JarURLConnection jar) {
            JarEntry entry = jar.getJarEntry();
            if (entry != null && entry.getCrc() >= 0 && entry.getSize() >= 0) {
                return new Packed(source, entry.getCrc(), entry.getSize());
            }
        }
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = source.openStream()) {
            byte[] buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                size += n;
            }
        }
        return new Packed(source, crc.getValue(), size);
    }
}
