package lazurite.ledger.json;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;

/**
 * Reads JSON (RFC 8259) and refuses what has no canonical form: a name twice in one object, fractions and exponents,
 * numbers that a double cannot hold, lone surrogates, nesting beyond the bound.
 */
final class JsonReader {
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String in;
    private int at;
    private int depth;

    private JsonReader(String in) {
        this.in = in;
    }

    static Json read(byte[] bytes, int bytesMax) {
        if (bytes.length > bytesMax) {
            throw new RefusedException("JSON has " + bytes.length + " bytes, at most " + bytesMax + " are allowed.");
        }
        JsonReader reader = new JsonReader(Strict.utf8(bytes, "JSON"));
        Json value = reader.value();
        reader.space();
        if (reader.at < reader.in.length()) {
            throw reader.malformed();
        }
        return value;
    }

    private Json value() {
        space();
        return switch (peek()) {
            case '{' -> nested(true);
            case '[' -> nested(false);
            case '"' -> new Json.Text(text());
            case 't' -> word("true", new Json.Flag(true));
            case 'f' -> word("false", new Json.Flag(false));
            case 'n' -> word("null", new Json.Null());
            default -> number();
        };
    }

    private Json nested(boolean object) {
        if (++depth > Json.DEPTH_MAX) {
            throw new RefusedException("JSON is nested deeper than " + Json.DEPTH_MAX + ".");
        }
        at++;
        Json value = object ? object() : array();
        depth--;
        return value;
    }

    private Json object() {
        TreeMap<String, Json> fields = new TreeMap<>();
        space();
        if (!taken('}')) {
            do {
                space();
                String name = text();
                space();
                take(':');
                if (fields.put(new Json.Text(name).value(), value()) != null) {
                    throw new RefusedException("JSON has a name twice in one object.");
                }
                space();
            } while (taken(','));
            take('}');
        }
        return new Json.Fields(fields);
    }

    private Json array() {
        List<Json> values = new ArrayList<>();
        space();
        if (!taken(']')) {
            do {
                values.add(value());
                space();
            } while (taken(','));
            take(']');
        }
        return new Json.Items(values);
    }

    private String text() {
        take('"');
        StringBuilder text = new StringBuilder();
        while (peek() != '"') {
            char c = in.charAt(at++);
            if (c < ' ') {
                throw malformed();
            }
            text.append(c == '\\' ? escaped() : c);
        }
        at++;
        return text.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        if (c == 'u') {
            int code = 0;
            for (int i = 0; i < 4; i++) {
                int digit = peek() > 'f' ? -1 : Character.digit(peek(), 16);
                if (digit < 0) {
                    throw malformed();
                }
                code = code << 4 | digit;
                at++;
            }
            return (char) code;
        }
        int which = ESCAPES.indexOf(c);
        if (which < 0) {
            throw malformed();
        }
        return ESCAPED.charAt(which);
    }

    private Json number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digits = at;
        while (at < in.length() && in.charAt(at) >= '0' && in.charAt(at) <= '9') {
            at++;
        }
        if (at < in.length() && ".eE".indexOf(in.charAt(at)) >= 0) {
            throw new RefusedException("JSON has a number that is not a whole one.");
        }
        if (at == digits) {
            throw malformed();
        }
        long magnitude = Strict.decimal(in.substring(digits, at), "A JSON number");
        if (digits > start && magnitude == 0) {
            throw new RefusedException("JSON has a negative zero.");
        }
        return new Json.Whole(digits > start ? -magnitude : magnitude);
    }

    private Json word(String word, Json value) {
        if (!in.startsWith(word, at)) {
            throw malformed();
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < in.length() && " \t\n\r".indexOf(in.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= in.length()) {
            throw new RefusedException("JSON breaks off.");
        }
        return in.charAt(at);
    }

    private boolean taken(char c) {
        if (at < in.length() && in.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void take(char c) {
        if (!taken(c)) {
            throw malformed();
        }
    }

    private RefusedException malformed() {
        return new RefusedException("JSON is malformed at character " + at + ".");
    }
}
