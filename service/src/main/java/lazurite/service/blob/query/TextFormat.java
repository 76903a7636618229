package lazurite.service.blob.query;

/** How the text of a blob, or of an answer, is divided into records and fields. */
public sealed interface TextFormat {
    /** What a query without serialization has: comma, double quote, line feed, no escape, no header line. */
    Delimited USUAL = new Delimited(",", "\"", "\n", "", false);

    /** Ends each record; not empty. */
    String recordSeparator();

    /**
     * Separated values.
     *
     * @param columnSeparator not empty
     * @param quote may be empty: then fields cannot be quoted
     * @param escape takes the next character as it is; may be empty
     * @param headers whether the first record names the fields
     */
    record Delimited(String columnSeparator, String quote, String recordSeparator, String escape, boolean headers)
            implements TextFormat {
        boolean sameText(TextFormat other) {
            return other instanceof Delimited that
                    && that.columnSeparator.equals(columnSeparator)
                    && that.quote.equals(quote)
                    && that.recordSeparator.equals(recordSeparator)
                    && that.escape.equals(escape);
        }
    }

    /** JSON values one after the other, or the items of one array; written with the separator behind each. */
    record Json(String recordSeparator) implements TextFormat {}
}
