package lazurite.server.config;

import java.time.Duration;

/**
 * Bounds that keep one client from harming another.
 *
 * @param connections open connections
 * @param requests requests served at once; more are answered 503 ServerBusy
 * @param uploads requests with a body served at once; more are answered 503 ServerBusy
 * @param idleTimeout how long a connection may be silent
 * @param headBytesMax request line and headers, in bytes
 * @param drainBytesMax unread request body dropped after an early answer, in bytes
 * @param blockCacheBytes metadata blocks kept in memory, in bytes
 * @param diskFloorBytes free disk space, in bytes, below which writes are refused
 */
public record Limits(
        int connections,
        int requests,
        int uploads,
        Duration idleTimeout,
        int headBytesMax,
        long drainBytesMax,
        long blockCacheBytes,
        long diskFloorBytes) {}
