package lazurite.service.account;

/**
 * A time in which the customer may read everything of an export-only service.
 *
 * @param offer index of the offer in the log
 * @param from milliseconds since 1970, included
 * @param until not included
 */
public record ExportGrant(long offer, long from, long until) {
    boolean open(long now) {
        return from <= now && now < until;
    }
}
