package lazurite.terms.meter;

import java.util.Optional;

/** A service whose use is measured, with the word by which terms, traces and meters name it. */
public enum MeteredService {
    BLOB("blob", Kind.STORAGE),
    DATALAKE("datalake", Kind.STORAGE),
    QUEUE("queue", Kind.STORAGE),
    TABLE("table", Kind.STORAGE),
    /** Speech to text. */
    SPEECH("speech", Kind.AI),
    TRANSLATION("translation", Kind.AI),
    /** Language models. */
    CHAT("chat", Kind.AI),
    /** Analysis of documents. */
    DOCUMENTS("documents", Kind.AI);

    /** What a service does with what it is given. */
    public enum Kind {
        /** It keeps it. */
        STORAGE,
        /** It makes something else of it. */
        AI
    }

    private final String label;
    private final Kind kind;

    MeteredService(String label, Kind kind) {
        this.label = label;
        this.kind = kind;
    }

    public String label() {
        return label;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether this service counts on that meter. */
    public boolean counts(Meter meter) {
        return switch (meter) {
            case Transactions -> true;
            case UsedCapacity, Ingress, Egress -> kind == Kind.STORAGE;
            case BlobCapacity -> this == BLOB;
            case AudioSecondsTranscribed -> this == SPEECH;
            case TextCharactersTranslated -> this == TRANSLATION;
            case ProcessedPromptTokens, GeneratedTokens -> this == CHAT;
            case ProcessedPages -> this == DOCUMENTS;
        };
    }

    /** The service of that label. */
    public static Optional<MeteredService> of(String label) {
        for (MeteredService service : values()) {
            if (service.label.equals(label)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
