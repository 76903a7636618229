package lazurite.service.blob.query;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON value (RFC 8259). Of fields with one name the last counts. Malformed text is a fatal ParseError. */
final class JsonParser {
    private static final int DEPTH_MAX = 64;
    private static final int VALUES_MAX = 1 << 16;

    private final String text;
    private int at;
    private int depth;
    private int values;

    JsonParser(byte[] bytes) {
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw QueryFailure.fatal("ParseError", "A JSON value is not UTF-8.");
        }
    }

    Value whole() {
        Value value = value();
        if (peek() != 0 || at < text.length()) {
            throw unexpected();
        }
        return value;
    }

    private Value value() {
        if (++values > VALUES_MAX) {
            throw QueryFailure.fatal("RecordTooLarge", "A record has more than " + VALUES_MAX + " values.");
        }
        char c = peek();
        return switch (c) {
            case '{' -> fields();
            case '[' -> items();
            case '"' -> new Value.Text(string());
            case 't' -> word("true", Constants.TRUE);
            case 'f' -> word("false", Constants.FALSE);
            case 'n' -> word("null", Constants.NULL);
            default -> number();
        };
    }

    private Value fields() {
        deeper();
        Map<String, Value> fields = new LinkedHashMap<>();
        at++;
        if (peek() == '}') {
            at++;
        } else {
            do {
                if (peek() != '"') {
                    throw unexpected();
                }
                String name = string();
                require(':');
                fields.put(name, value());
            } while (goesOn('}'));
        }
        depth--;
        return new Value.Fields(fields);
    }

    private Value items() {
        deeper();
        List<Value> items = new ArrayList<>();
        at++;
        if (peek() == ']') {
            at++;
        } else {
            do {
                items.add(value());
            } while (goesOn(']'));
        }
        depth--;
        return new Value.Items(items);
    }

    private boolean goesOn(char end) {
        char c = peek();
        if (c != ',' && c != end) {
            throw unexpected();
        }
        at++;
        return c == ',';
    }

    private void require(char wanted) {
        if (peek() != wanted) {
            throw unexpected();
        }
        at++;
    }

    private Value word(String word, Value value) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return value;
    }

    private Value number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        Value value = wellFormed(number) ? Conversions.number(number) : null;
        if (value == null) {
            at = start;
            throw unexpected();
        }
        return value;
    }

    /** No plus, no zero before another digit, a digit on both sides of the point. */
    private static boolean wellFormed(String number) {
        int first = number.startsWith("-") ? 1 : 0;
        if (first >= number.length() || !digit(number.charAt(first))) {
            return false;
        }
        if (number.charAt(first) == '0' && first + 1 < number.length() && digit(number.charAt(first + 1))) {
            return false;
        }
        int point = number.indexOf('.');
        return point < 0 || (point + 1 < number.length() && digit(number.charAt(point + 1)));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw unexpected();
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return read.toString();
            }
            if (c < 0x20) {
                at--;
                throw unexpected();
            }
            read.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> {
                at--;
                throw unexpected();
            }
        };
    }

    private char hex() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = at < text.length() ? text.charAt(at) : 0;
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw unexpected();
            }
            at++;
            value = (value << 4) | digit;
        }
        return (char) value;
    }

    /** The next character that is no space; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void deeper() {
        if (++depth > DEPTH_MAX) {
            throw QueryFailure.fatal("ParseError", "A JSON value is nested too deeply.");
        }
    }

    private QueryFailure unexpected() {
        String what = at < text.length() ? "'" + text.charAt(at) + "'" : "end";
        return QueryFailure.fatal(
                "ParseError", "Unexpected token " + what + " at character " + at + " of a JSON value.");
    }
}
