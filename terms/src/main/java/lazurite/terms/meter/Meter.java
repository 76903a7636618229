package lazurite.terms.meter;

/** A meter, by the name that Azure Monitor gives it, which is the name of the constant. */
public enum Meter {
    /** Bytes that an account stores, over all services. */
    UsedCapacity(Kind.LEVEL),
    /** Bytes that the Blob service stores. */
    BlobCapacity(Kind.LEVEL),
    /** Requests, refused ones included. */
    Transactions(Kind.SUM),
    /** Bytes of request bodies. */
    Ingress(Kind.SUM),
    /** Bytes of response bodies. */
    Egress(Kind.SUM),
    /** Seconds of sound turned into text. */
    AudioSecondsTranscribed(Kind.SUM),
    /** Characters of text translated. */
    TextCharactersTranslated(Kind.SUM),
    /** Tokens that a language model read. */
    ProcessedPromptTokens(Kind.SUM),
    /** Tokens that a language model wrote. */
    GeneratedTokens(Kind.SUM),
    /** Pages of documents analysed. */
    ProcessedPages(Kind.SUM);

    /** How values of several hours make one. */
    public enum Kind {
        /** The last value stands. */
        LEVEL,
        /** Values add up. */
        SUM
    }

    private final Kind kind;

    Meter(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
