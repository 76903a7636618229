package lazurite.store;

/**
 * A metadata store and an extent store that belong together, as one data directory or one cluster.
 */
public interface Engine extends AutoCloseable {
    MetadataStore metadata();

    ExtentStore extents();

    /** Bytes free for new data where the extents live; 0 while writes are refused, for whatever reason. */
    long bytesFree();

    @Override
    void close();
}
