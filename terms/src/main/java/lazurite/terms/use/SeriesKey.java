package lazurite.terms.use;

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

    /** {@code blob.UsedCapacity}, {@code chat/gpt-4.GeneratedTokens}. */
    public String text() {
        return service.label() + (model.isEmpty() ? "" : "/" + model) + "." + meter;
    }
}
