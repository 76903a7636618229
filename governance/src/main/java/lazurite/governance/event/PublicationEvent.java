package lazurite.governance.event;

import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;

/** Pages that the operator publishes: terms, findings, reports. */
public sealed interface PublicationEvent extends Event {
    String PREFIX = "publication/";

    /** The page's name: a tag, the last part of its address. */
    String page();

    /**
     * A page is there.
     *
     * @param sha256 of its bytes
     * @param mediaType such as {@code text/html}
     */
    record Published(String page, Hash sha256, String mediaType) implements PublicationEvent {
        @Override
        public EntryType type() {
            return EntryType.PUBLICATION_PUBLISHED;
        }

        @Override
        public Json.Fields open() {
            return content(page, sha256, mediaType);
        }
    }

    /** It has other content. */
    record Updated(String page, Hash sha256, String mediaType) implements PublicationEvent {
        @Override
        public EntryType type() {
            return EntryType.PUBLICATION_UPDATED;
        }

        @Override
        public Json.Fields open() {
            return content(page, sha256, mediaType);
        }
    }

    /** Why a page is gone. */
    enum Reason {
        COURT_ORDER,
        PERSONAL_DATA,
        ERROR,
        SUPERSEDED,
        OTHER
    }

    /** It is gone, which its address goes on telling. */
    record Withdrawn(String page, Reason reason) implements PublicationEvent {
        @Override
        public EntryType type() {
            return EntryType.PUBLICATION_WITHDRAWN;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("page", page)
                    .text("reason", Names.label(reason))
                    .done();
        }
    }

    /** It is there again. */
    record Restored(String page, Hash sha256, String mediaType) implements PublicationEvent {
        @Override
        public EntryType type() {
            return EntryType.PUBLICATION_RESTORED;
        }

        @Override
        public Json.Fields open() {
            return content(page, sha256, mediaType);
        }
    }

    @Override
    default String stream() {
        return PREFIX + page();
    }

    /** Reads one of these types. */
    static PublicationEvent read(EntryType type, FieldReader in) {
        String page = Names.tag(in, "page");
        return switch (type) {
            case PUBLICATION_PUBLISHED -> new Published(page, in.hash("sha256"), in.text("mediaType"));
            case PUBLICATION_UPDATED -> new Updated(page, in.hash("sha256"), in.text("mediaType"));
            case PUBLICATION_RESTORED -> new Restored(page, in.hash("sha256"), in.text("mediaType"));
            case PUBLICATION_WITHDRAWN ->
                new Withdrawn(page, Names.choice(in.text("reason"), "reason", Reason.values()));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }

    private static Json.Fields content(String page, Hash sha256, String mediaType) {
        return new FieldWriter()
                .text("page", page)
                .hash("sha256", sha256)
                .text("mediaType", mediaType)
                .done();
    }
}
