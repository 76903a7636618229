package lazurite.terms.use;

import java.util.Optional;
import java.util.stream.Stream;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;

/**
 * What one series of daily values is of.
 *
 * @param model the language model, for {@link MeteredService#CHAT}; empty if it is not told apart
 */
public record SeriesKey(MeteredService service, String model, Meter meter) {
    public SeriesKey {
        if (!service.counts(meter)) {
            throw new IllegalArgumentException(service.label() + " has no meter " + meter);
        }
        if (!model.isEmpty() && (service.kind() != MeteredService.Kind.AI || !Tag.is(model))) {
            throw new IllegalArgumentException("no model of " + service.label() + ": " + model);
        }
    }

    public static SeriesKey of(MeteredService service, Meter meter) {
        return new SeriesKey(service, "", meter);
    }

    /** Inverse of {@link #text}; empty if the text names no series. */
    public static Optional<SeriesKey> parse(String text) {
        int dot = text.lastIndexOf('.');
        String of = text.substring(0, Math.max(dot, 0));
        int slash = of.indexOf('/');
        Optional<MeteredService> service = MeteredService.of(slash < 0 ? of : of.substring(0, slash));
        String model = slash < 0 ? "" : of.substring(slash + 1);
        return service.flatMap(known -> Stream.of(Meter.values())
                .filter(meter -> known.counts(meter) && meter.name().equals(text.substring(dot + 1)))
                .filter(_ -> slash < 0 || (known.kind() == MeteredService.Kind.AI && Tag.is(model)))
                .map(meter -> new SeriesKey(known, model, meter))
                .findFirst());
    }

    /** {@code blob.UsedCapacity}, {@code chat/gpt-4.GeneratedTokens}. */
    public String text() {
        return service.label() + (model.isEmpty() ? "" : "/" + model) + "." + meter;
    }
}
