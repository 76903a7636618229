package lazurite.governance.event;

import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;

/** Access of the operator's people to a customer's data, each step of it. */
public sealed interface LockboxEvent extends Event {
    String PREFIX = "lockbox/";

    /** The request's id. */
    String id();

    /** Somebody asks for access from then to then. */
    record Requested(String id, String subscription, Hash document, long from, long until) implements LockboxEvent {
        @Override
        public EntryType type() {
            return EntryType.LOCKBOX_REQUESTED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("lockbox", id)
                    .text("sub", subscription)
                    .hash("document", document)
                    .number("from", from)
                    .number("until", until)
                    .done();
        }
    }

    /** What follows a request, which it names by its index. */
    sealed interface Step extends LockboxEvent {
        long request();

        @Override
        default Json.Fields open() {
            return new FieldWriter()
                    .text("lockbox", id())
                    .number("request", request())
                    .done();
        }
    }

    /** The customer agrees. */
    record Approved(String id, long request) implements Step {
        @Override
        public EntryType type() {
            return EntryType.LOCKBOX_APPROVED;
        }
    }

    /** The customer does not agree. */
    record Denied(String id, long request) implements Step {
        @Override
        public EntryType type() {
            return EntryType.LOCKBOX_DENIED;
        }
    }

    /** Data was looked at. */
    record Used(String id, long request) implements Step {
        @Override
        public EntryType type() {
            return EntryType.LOCKBOX_USED;
        }
    }

    /** It is over. */
    record Closed(String id, long request) implements Step {
        @Override
        public EntryType type() {
            return EntryType.LOCKBOX_CLOSED;
        }
    }

    @Override
    default String stream() {
        return PREFIX + id();
    }

    /** Reads one of these types. */
    static LockboxEvent read(EntryType type, FieldReader in) {
        String id = Names.tag(in, "lockbox");
        return switch (type) {
            case LOCKBOX_REQUESTED ->
                new Requested(id, Names.tag(in, "sub"), in.hash("document"), in.number("from"), in.number("until"));
            case LOCKBOX_APPROVED -> new Approved(id, in.index("request"));
            case LOCKBOX_DENIED -> new Denied(id, in.index("request"));
            case LOCKBOX_USED -> new Used(id, in.index("request"));
            case LOCKBOX_CLOSED -> new Closed(id, in.index("request"));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }
}
