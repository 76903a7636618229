package lazurite.store.embedded;

import java.nio.file.Path;

/**
 * What an operator may set of the embedded engine.
 *
 * @param natives folder that keeps RocksDB's unpacked library from start to start; may be shared by processes
 * @param freeBytesMin writes are refused while the disk has less free; deletes go on down to half of it
 * @param blockCacheBytes most memory for cached metadata blocks, indexes and filters
 * @param writeBufferBytes most memory for metadata not yet in table files
 * @param backgroundJobs most threads that flush and compact metadata
 * @param scanThreads most scans at once; further ones wait
 * @param fileThreads most file syncs at once; further ones wait
 * @param openExtentsMax most extent files held open for reading
 */
public record Settings(
        Path natives,
        long freeBytesMin,
        long blockCacheBytes,
        long writeBufferBytes,
        int backgroundJobs,
        int scanThreads,
        int fileThreads,
        int openExtentsMax) {

    public Settings {
        if (freeBytesMin < 0 || blockCacheBytes < 1 << 20 || writeBufferBytes < 1 << 20) {
            throw new IllegalArgumentException("sizes too small: " + freeBytesMin + ", " + blockCacheBytes + ", "
                    + writeBufferBytes + " (free, block cache, write buffer)");
        }
        if (backgroundJobs < 2 || scanThreads < 1 || fileThreads < 1 || openExtentsMax < 1) {
            throw new IllegalArgumentException("too few: " + backgroundJobs + ", " + scanThreads + ", " + fileThreads
                    + ", " + openExtentsMax + " (background jobs, scan threads, file threads, open extents)");
        }
    }

    public static Settings defaults(Path natives) {
        return new Settings(natives, 256L << 20, 64L << 20, 64L << 20, 2, 4, 16, 256);
    }

    public Settings withFreeBytesMin(long bytes) {
        return new Settings(
                natives,
                bytes,
                blockCacheBytes,
                writeBufferBytes,
                backgroundJobs,
                scanThreads,
                fileThreads,
                openExtentsMax);
    }

    public Settings withMemory(long blockCache, long writeBuffer) {
        return new Settings(
                natives,
                freeBytesMin,
                blockCache,
                writeBuffer,
                backgroundJobs,
                scanThreads,
                fileThreads,
                openExtentsMax);
    }
}
