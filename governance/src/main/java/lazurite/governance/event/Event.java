package lazurite.governance.event;

import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/** An entry's meaning: what stands in its open part. Times are milliseconds since 1970, indices are places in the log. */
public sealed interface Event
        permits LogEvent,
                RosterEvent,
                TermsEvent,
                SubscriptionEvent,
                MeterEvent,
                SignalEvent,
                CaseEvent,
                OrderEvent,
                AppealEvent,
                ExportEvent,
                LockboxEvent,
                PublicationEvent,
                LegalEvent {

    /** The type of its entries. */
    EntryType type();

    /** The stream that its entries stand in. */
    String stream();

    /** The open part. */
    Json.Fields open();

    /** An entry of it that has no place yet. */
    default Draft draft(long time, String actor, @Nullable Hash commitment) {
        return new Draft(type(), stream(), time, actor, open(), commitment);
    }

    /**
     * What the entry means.
     *
     * @throws RefusedException if its open part is not what its type says, or it stands in another stream
     */
    static Event of(Entry entry) {
        return of(entry, 0);
    }

    /**
     * As {@link #of(Entry)}, of an entry of a log that another one goes on from, in the eyes of that other one: all
     * indices in it are counted from the index that its log's first entry has there.
     *
     * @param first that index, at most 0
     */
    static Event of(Entry entry, long first) {
        FieldReader in = new FieldReader(entry.open(), first);
        Event event = read(entry, in);
        in.requireNoMore();
        if (!event.stream().equals(entry.stream())) {
            throw new RefusedException("An entry of type " + entry.type().wire() + " of this content belongs into the"
                    + " stream " + event.stream() + ".");
        }
        return event;
    }

    private static Event read(Entry entry, FieldReader in) {
        EntryType type = entry.type();
        return switch (type) {
            case LOG_GENESIS,
                    LOG_RESUMED,
                    KEY_ROTATED,
                    SOFTWARE_RELEASE,
                    HEARTBEAT,
                    COMMAND_REFUSED,
                    REPORT_PUBLISHED -> LogEvent.read(type, in);
            case OPERATOR_ROSTER -> RosterEvent.read(in);
            case TERMS_VERSION, SIGNAL_CODE -> TermsEvent.read(type, in);
            case SUBSCRIPTION_OPENED, SUBSCRIPTION_PURPOSE_CHANGED, SUBSCRIPTION_CLOSED ->
                SubscriptionEvent.read(type, in);
            case METER_DAILY, METER_CORRECTED, METER_DISPUTED -> MeterEvent.read(type, in);
            case SIGNAL_RAISED, SIGNAL_DISMISSED -> SignalEvent.read(type, in);
            case CASE_OPENED, CASE_EVIDENCE, CASE_NOTICE, CASE_REPLY, CASE_DECISION, CASE_RENEWED, CASE_EXPIRED ->
                CaseEvent.read(type, in);
            case ENFORCEMENT_ORDERED, ENFORCEMENT_EFFECTIVE, ENFORCEMENT_LIFTED -> OrderEvent.read(type, in);
            case APPEAL_FILED, APPEAL_DECIDED -> AppealEvent.read(type, in);
            case EXPORT_OFFERED, EXPORT_SERVED -> ExportEvent.read(type, in);
            case LOCKBOX_REQUESTED, LOCKBOX_APPROVED, LOCKBOX_DENIED, LOCKBOX_USED, LOCKBOX_CLOSED ->
                LockboxEvent.read(type, in);
            case PUBLICATION_PUBLISHED, PUBLICATION_UPDATED, PUBLICATION_WITHDRAWN, PUBLICATION_RESTORED ->
                PublicationEvent.read(type, in);
            case LEGAL_DEMAND, LEGAL_SEALED, LEGAL_UNSEALED -> LegalEvent.read(type, in);
            case KEY_RELEASED, KEY_DESTROYED ->
                throw new RefusedException("Entries of type " + type.wire() + " are not made yet.");
        };
    }
}
