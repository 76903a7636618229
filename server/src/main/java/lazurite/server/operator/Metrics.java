package lazurite.server.operator;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The process's figures, for Prometheus.
 *
 * <p>Concurrency: any thread; counting takes no lock.
 */
public final class Metrics {
    /** What the answer of {@link #text()} is. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .name("lazurite_requests_total")
            .help("Requests answered")
            .labelNames("service", "operation", "status")
            .register(registry);
    private final Histogram seconds = Histogram.builder()
            .name("lazurite_request_seconds")
            .help("Time from the request's head to the last byte of its answer")
            .labelNames("service", "operation")
            .classicOnly()
            .classicUpperBounds(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)
            .register(registry);
    private final Counter received = Counter.builder()
            .name("lazurite_received_bytes_total")
            .help("Bytes of request bodies")
            .labelNames("service")
            .register(registry);
    private final Counter sent = Counter.builder()
            .name("lazurite_sent_bytes_total")
            .help("Bytes of response bodies")
            .labelNames("service")
            .register(registry);

    public Metrics() {
        ProcessFigures.register(this);
    }

    /** A request has been answered, or cut. An operation that never became known is called {@code none}. */
    public void completed(String service, @Nullable String operation, int status, long in, long out, long micros) {
        String name = operation == null ? "none" : operation;
        requests.labelValues(service, name, Integer.toString(status)).inc();
        seconds.labelValues(service, name).observe(micros / 1e6);
        received.labelValues(service).inc(in);
        sent.labelValues(service).inc(out);
    }

    /** A figure that goes up and down, asked for when the metrics are read. */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** Figures of one kind, each with its own value of the label, asked for when the metrics are read. */
    public void gauges(String name, String help, String label, Supplier<Map<String, Double>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.get().forEach((of, value) -> callback.call(value, of)))
                .register(registry);
    }

    /** A figure that only grows, asked for when the metrics are read. Its name ends in {@code _total}. */
    public void counter(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** All figures, in Prometheus' text format 0.0.4. */
    public byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
