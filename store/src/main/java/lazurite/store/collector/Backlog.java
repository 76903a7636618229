package lazurite.store.collector;

/**
 * How much waits to be packed, for the pace of packing.
 *
 * <p>Concurrency: the collector's thread only.
 */
final class Backlog {
    /** Content bytes in the pack queue. */
    long bytes;
}
