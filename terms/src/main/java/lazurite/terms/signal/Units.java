package lazurite.terms.signal;

import java.util.Arrays;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;

/**
 * Use of a service, or of one model of it, as one number a day. Of storage: bytes moved, {@code Ingress} and
 * {@code Egress}. Of AI: characters of text, into which the other meters are converted by fixed weights, so that prompts
 * and answers can be added at all.
 *
 * <p>Concurrency: one thread. Each day is computed once and kept, since past days do not change.
 */
final class Units {
    /** Below this a day's use of an AI service counts as this: 150 pages of text. */
    static final long AI_FLOOR = 300_000;

    /** Below this a day's use of a storage service counts as this: about 10 TB in half a year. */
    static final long STORAGE_FLOOR = 50_000_000_000L;

    private final SubscriptionUse use;
    private final MeteredService service;
    private final String model;
    private long[] units = new long[0];
    private int computed;

    /** Of one model, or of all if it is empty. */
    Units(SubscriptionUse use, MeteredService service, String model) {
        this.use = use;
        this.service = service;
        this.model = model;
    }

    static long floor(MeteredService service) {
        return switch (service.kind()) {
            case STORAGE -> STORAGE_FLOOR;
            case AI -> AI_FLOOR;
        };
    }

    /** At that age; 0 if it is not recorded. */
    long at(int age) {
        if (age >= units.length) {
            units = Arrays.copyOf(units, age + age / 2 + 1);
        }
        while (computed <= age) {
            units[computed] = use.recorded(computed) ? sum(computed) : 0;
            computed++;
        }
        return units[age];
    }

    /** Of the days that end with that age, which may begin before the subscription does. */
    long of(int age, int days) {
        long sum = 0;
        for (int day = Math.max(0, age - days + 1); day <= age; day++) {
            sum = FixedPoint.sum(sum, at(day));
        }
        return sum;
    }

    private long sum(int age) {
        long sum = 0;
        for (SeriesKey key : use.series()) {
            if (key.service() == service && (model.isEmpty() || key.model().equals(model))) {
                sum = FixedPoint.sum(sum, FixedPoint.product(weight(key.meter()), use.value(key, age)));
            }
        }
        return sum;
    }

    private static long weight(Meter meter) {
        return switch (meter) {
            case UsedCapacity, BlobCapacity, Transactions -> 0;
            case Ingress, Egress, TextCharactersTranslated -> 1;
            case ProcessedPromptTokens, GeneratedTokens -> 4;
            case AudioSecondsTranscribed -> 15;
            case ProcessedPages -> 2000;
        };
    }
}
