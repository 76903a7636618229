package lazurite.service.blob.read;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.query.QueryRequest;
import lazurite.service.blob.query.TextFormat;
import lazurite.service.blob.text.XmlReader;
import org.jspecify.annotations.Nullable;

/** Reads the document of a Query Blob Contents ({@code blob.md} §17 of the protocol digest). */
final class QueryXml {
    private static final int EXPRESSION_BYTES_MAX = 256 << 10;
    private static final int SEPARATOR_CHARS_MAX = 2;

    private QueryXml() {}

    /**
     * @throws StorageException 400 InvalidXmlDocument, MissingRequiredXmlNode, InvalidXmlNodeValue, InvalidInput for the
     *     statement; 409 FeatureNotSupportedForAccount for Parquet and Arrow
     */
    static QueryRequest read(byte[] document) {
        XmlReader xml = new XmlReader(document, "QueryRequest");
        Seen seen = new Seen(xml);
        String type = null;
        String expression = null;
        TextFormat input = null;
        TextFormat output = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            seen.once(name);
            switch (name) {
                case "QueryType" -> type = xml.text().strip();
                case "Expression" -> expression = xml.text();
                case "InputSerialization" -> input = serialization(xml);
                case "OutputSerialization" -> output = serialization(xml);
                default -> throw unexpected(xml, name);
            }
        }
        xml.finish();
        if (!required("QueryType", type).equalsIgnoreCase("SQL")) {
            throw invalid("QueryType", required("QueryType", type));
        }
        String sql = required("Expression", expression);
        if (sql.getBytes(StandardCharsets.UTF_8).length > EXPRESSION_BYTES_MAX) {
            throw new StorageException(
                    ErrorCode.InvalidInput, "The query is longer than " + EXPRESSION_BYTES_MAX + " bytes.");
        }
        TextFormat from = input == null ? TextFormat.USUAL : input;
        return QueryRequest.of(sql, from, output == null ? from : output);
    }

    private static TextFormat serialization(XmlReader xml) {
        TextFormat format = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            if (!name.equals("Format") || format != null) {
                throw unexpected(xml, name);
            }
            format = format(xml);
        }
        return required("Format", format);
    }

    private static TextFormat format(XmlReader xml) {
        Seen seen = new Seen(xml);
        String type = null;
        TextFormat.Delimited delimited = TextFormat.USUAL;
        TextFormat.Json json = new TextFormat.Json("\n");
        for (String name = xml.child(); name != null; name = xml.child()) {
            seen.once(name);
            switch (name) {
                case "Type" -> type = xml.text().strip();
                case "DelimitedTextConfiguration" -> delimited = delimited(xml);
                case "JsonTextConfiguration" -> json = json(xml);
                case "ArrowConfiguration" -> throw notBuilt();
                case "ParquetTextConfiguration" -> blank(xml, name);
                default -> throw unexpected(xml, name);
            }
        }
        return switch (required("Type", type)) {
            case "delimited" -> delimited;
            case "json" -> json;
            case "arrow", "parquet" -> throw notBuilt();
            default -> throw invalid("Type", required("Type", type));
        };
    }

    private static TextFormat.Delimited delimited(XmlReader xml) {
        Seen seen = new Seen(xml);
        TextFormat.Delimited usual = TextFormat.USUAL;
        String column = usual.columnSeparator();
        String quote = usual.quote();
        String record = usual.recordSeparator();
        String escape = usual.escape();
        boolean headers = false;
        for (String name = xml.child(); name != null; name = xml.child()) {
            seen.once(name);
            switch (name) {
                case "ColumnSeparator" -> column = separator(xml, name, column);
                case "FieldQuote" -> quote = character(xml, name);
                case "RecordSeparator" -> record = separator(xml, name, record);
                case "EscapeChar" -> escape = character(xml, name);
                case "HasHeaders", "HeadersPresent" -> headers = truth(xml, name);
                default -> throw unexpected(xml, name);
            }
        }
        List<String> all = List.of(column, record, quote.isEmpty() ? "\0q" : quote, escape.isEmpty() ? "\0e" : escape);
        boolean quoteEscapes = quote.equals(escape);
        if (Set.copyOf(all).size() < (quoteEscapes && !quote.isEmpty() ? all.size() - 1 : all.size())) {
            throw invalid("DelimitedTextConfiguration", "Two separators are the same.");
        }
        return new TextFormat.Delimited(column, quote, record, quoteEscapes ? "" : escape, headers);
    }

    private static TextFormat.Json json(XmlReader xml) {
        Seen seen = new Seen(xml);
        String record = "\n";
        for (String name = xml.child(); name != null; name = xml.child()) {
            seen.once(name);
            if (!name.equals("RecordSeparator")) {
                throw unexpected(xml, name);
            }
            record = separator(xml, name, record);
        }
        return new TextFormat.Json(record);
    }

    /** One or two characters, the usual for none; a backslash with n, r or t is what it means. */
    private static String separator(XmlReader xml, String name, String usual) {
        String text = xml.text();
        String meant = text.length() > 1
                ? text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t")
                : text;
        if (meant.length() > SEPARATOR_CHARS_MAX) {
            throw invalid(name, text);
        }
        return meant.isEmpty() ? usual : meant;
    }

    private static String character(XmlReader xml, String name) {
        String text = xml.text();
        if (text.length() > 1) {
            throw invalid(name, text);
        }
        return text;
    }

    /** Clients send it beside other types too: it has nothing to say. */
    private static void blank(XmlReader xml, String name) {
        String text = xml.text();
        if (!text.isBlank()) {
            throw invalid(name, text);
        }
    }

    private static boolean truth(XmlReader xml, String name) {
        String text = xml.text().strip();
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw invalid(name, text);
        }
        return text.equalsIgnoreCase("true");
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new StorageException(ErrorCode.MissingRequiredXmlNode).with("XmlNodeName", name);
        }
        return value;
    }

    private static StorageException invalid(String name, String value) {
        return new StorageException(ErrorCode.InvalidXmlNodeValue)
                .with("XmlNodeName", name)
                .with("XmlNodeValue", value);
    }

    private static StorageException unexpected(XmlReader xml, String name) {
        return xml.malformed("The element " + name + " is not expected here.");
    }

    private static StorageException notBuilt() {
        return new StorageException(ErrorCode.FeatureNotSupportedForAccount);
    }

    /** Elements that were there: each may be once. */
    private record Seen(XmlReader xml, Set<String> names) {
        Seen(XmlReader xml) {
            this(xml, new HashSet<>());
        }

        void once(String name) {
            if (!names.add(name)) {
                throw xml.malformed("The element " + name + " is there twice.");
            }
        }
    }
}
