package lazurite.service.meter;

/**
 * What is counted together.
 *
 * @param service label of the service
 * @param hour since 1970, UTC
 */
public record HourKey(String subscription, String service, long hour) {
    HourKey at(long other) {
        return new HourKey(subscription, service, other);
    }
}
