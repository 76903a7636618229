package lazurite.service.blob.settings;

import java.util.ArrayList;
import java.util.List;
import lazurite.service.gateway.CorsRule;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import org.jspecify.annotations.Nullable;

/** Stored form of service properties: {@code docs/formats/blob-record.md}. What is off is not written. */
public final class ServicePropertiesCodec {
    private ServicePropertiesCodec() {}

    public static byte[] write(ServiceProperties properties) {
        RecordWriter out = new RecordWriter(1).text(1, properties.defaultVersion());
        properties.cors().forEach(rule -> out.bytes(2, rule(rule)));
        if (!properties.logging().equals(Logging.OFF)) {
            out.bytes(3, logging(properties.logging()));
        }
        if (!properties.hourMetrics().equals(MetricsSettings.OFF)) {
            out.bytes(4, metrics(properties.hourMetrics()));
        }
        if (!properties.minuteMetrics().equals(MetricsSettings.OFF)) {
            out.bytes(5, metrics(properties.minuteMetrics()));
        }
        if (!properties.deleteRetention().equals(DeleteRetention.OFF)) {
            out.bytes(6, retention(properties.deleteRetention()));
        }
        if (!properties.website().equals(StaticWebsite.OFF)) {
            out.bytes(7, website(properties.website()));
        }
        return out.done();
    }

    public static ServiceProperties read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return ServiceProperties.NONE;
        }
        RecordReader in = new RecordReader("service properties", bytes, 1);
        String defaultVersion = null;
        List<CorsRule> cors = new ArrayList<>();
        Logging logging = Logging.OFF;
        MetricsSettings hour = MetricsSettings.OFF;
        MetricsSettings minute = MetricsSettings.OFF;
        DeleteRetention retention = DeleteRetention.OFF;
        StaticWebsite website = StaticWebsite.OFF;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> defaultVersion = in.text();
                case 2 -> cors.add(rule(in.bytes()));
                case 3 -> logging = logging(in.bytes());
                case 4 -> hour = metrics(in.bytes());
                case 5 -> minute = metrics(in.bytes());
                case 6 -> retention = retention(in.bytes());
                case 7 -> website = website(in.bytes());
                default -> throw in.unknownField();
            }
        }
        return new ServiceProperties(cors, defaultVersion, logging, hour, minute, retention, website);
    }

    private static byte[] rule(CorsRule rule) {
        return new RecordWriter(1)
                .text(1, String.join(",", rule.allowedOrigins()))
                .text(2, String.join(",", rule.allowedMethods()))
                .text(3, String.join(",", rule.allowedHeaders()))
                .text(4, String.join(",", rule.exposedHeaders()))
                .number(5, rule.maxAgeSeconds())
                .done();
    }

    private static CorsRule rule(byte[] bytes) {
        RecordReader in = new RecordReader("CORS rule", bytes, 1);
        List<List<String>> lists = new ArrayList<>(List.of(List.of(), List.of(), List.of(), List.of()));
        int maxAge = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1, 2, 3, 4 -> {
                    String text = in.text();
                    lists.set(in.field() - 1, text.isEmpty() ? List.of() : List.of(text.split(",", -1)));
                }
                case 5 -> maxAge = in.integer();
                default -> throw in.unknownField();
            }
        }
        return new CorsRule(lists.get(0), lists.get(1), lists.get(2), lists.get(3), maxAge);
    }

    private static byte[] logging(Logging logging) {
        return new RecordWriter(1)
                .text(1, logging.version())
                .flag(2, logging.read())
                .flag(3, logging.write())
                .flag(4, logging.delete())
                .number(5, logging.retentionDays())
                .done();
    }

    private static Logging logging(byte[] bytes) {
        RecordReader in = new RecordReader("logging settings", bytes, 1);
        String version = null;
        boolean read = false;
        boolean write = false;
        boolean delete = false;
        int days = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> version = in.text();
                case 2 -> read = in.flag();
                case 3 -> write = in.flag();
                case 4 -> delete = in.flag();
                case 5 -> days = in.integer();
                default -> throw in.unknownField();
            }
        }
        return new Logging(in.required(version), read, write, delete, days);
    }

    private static byte[] metrics(MetricsSettings metrics) {
        return new RecordWriter(1)
                .text(1, metrics.version())
                .number(2, metrics.retentionDays())
                .done();
    }

    private static MetricsSettings metrics(byte[] bytes) {
        RecordReader in = new RecordReader("metrics settings", bytes, 1);
        String version = null;
        int days = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> version = in.text();
                case 2 -> days = in.integer();
                default -> throw in.unknownField();
            }
        }
        return new MetricsSettings(in.required(version), days);
    }

    private static byte[] retention(DeleteRetention retention) {
        return new RecordWriter(1)
                .flag(1, retention.enabled())
                .number(2, retention.days())
                .flag(3, retention.allowPermanentDelete())
                .done();
    }

    private static DeleteRetention retention(byte[] bytes) {
        RecordReader in = new RecordReader("delete retention", bytes, 1);
        boolean enabled = false;
        int days = 0;
        boolean allowPermanentDelete = false;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> enabled = in.flag();
                case 2 -> days = in.integer();
                case 3 -> allowPermanentDelete = in.flag();
                default -> throw in.unknownField();
            }
        }
        return new DeleteRetention(enabled, days, allowPermanentDelete);
    }

    private static byte[] website(StaticWebsite website) {
        return new RecordWriter(1)
                .flag(1, website.enabled())
                .text(2, website.indexDocument())
                .text(3, website.errorDocument())
                .text(4, website.defaultIndexDocument())
                .done();
    }

    private static StaticWebsite website(byte[] bytes) {
        RecordReader in = new RecordReader("static website", bytes, 1);
        boolean enabled = false;
        String index = null;
        String error = null;
        String defaultIndex = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> enabled = in.flag();
                case 2 -> index = in.text();
                case 3 -> error = in.text();
                case 4 -> defaultIndex = in.text();
                default -> throw in.unknownField();
            }
        }
        return new StaticWebsite(enabled, index, error, defaultIndex);
    }
}
