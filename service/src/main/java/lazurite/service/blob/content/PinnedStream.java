package lazurite.service.blob.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import lazurite.store.collector.Collector;

/** A stream of stored bytes that lets the collector have them once it is closed. */
public final class PinnedStream extends FilterInputStream {
    private final Collector.Pin pin;

    public PinnedStream(InputStream stream, Collector.Pin pin) {
        super(stream);
        this.pin = pin;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        return in.transferTo(out);
    }

    @Override
    public byte[] readAllBytes() throws IOException {
        return in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        try (pin) {
            in.close();
        }
    }
}
