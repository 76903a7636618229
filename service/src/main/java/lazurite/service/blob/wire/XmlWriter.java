package lazurite.service.blob.wire;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import lazurite.http.Body;

/**
 * Writes XML as UTF-8 bytes, elements only, without white space between them. Element names are ASCII and are written
 * as given; text is escaped.
 *
 * <p>Concurrency: one thread.
 */
final class XmlWriter {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
    private static final int REPLACEMENT = 0xFFFD;

    private byte[] bytes;
    private int length;

    /** @param sizeExpected bytes; more costs a copy */
    XmlWriter(int sizeExpected) {
        bytes = new byte[Math.max(sizeExpected, 256)];
        ascii(DECLARATION);
    }

    XmlWriter open(String name) {
        reserve(name.length() + 2);
        bytes[length++] = '<';
        ascii(name);
        return raw('>');
    }

    XmlWriter close(String name) {
        reserve(name.length() + 3);
        bytes[length++] = '<';
        bytes[length++] = '/';
        ascii(name);
        return raw('>');
    }

    XmlWriter empty(String name) {
        raw('<');
        ascii(name);
        ascii(" />");
        return this;
    }

    /** An element with text; {@code <name />} if the text is empty. */
    XmlWriter element(String name, String text) {
        return text.isEmpty() ? empty(name) : open(name).text(text).close(name);
    }

    XmlWriter element(String name, long number) {
        open(name);
        ascii(Long.toString(number));
        return close(name);
    }

    /** An element with text that needs no escapes. */
    XmlWriter plain(String name, String asciiText) {
        open(name);
        ascii(asciiText);
        return close(name);
    }

    /** An element's start with attributes, given as name, value, name, value. */
    XmlWriter openWith(String name, String... attributes) {
        raw('<');
        ascii(name);
        for (int i = 0; i < attributes.length; i += 2) {
            raw(' ');
            ascii(attributes[i]);
            ascii("=\"");
            text(attributes[i + 1]);
            raw('"');
        }
        return raw('>');
    }

    XmlWriter text(String text) {
        int size = text.length();
        reserve(size * 3);
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '<' && c != '>' && c != '&' && c != '"') {
                bytes[length++] = (byte) c;
            } else {
                i += special(text, i);
                reserve((size - i) * 3);
            }
        }
        return this;
    }

    Body body() {
        return new Body(length, new ByteArrayInputStream(bytes, 0, length));
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Whether XML 1.0 can hold the text at all (its production Char). */
    static boolean canHold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c >= 0xFFFE) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!pair(text, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Writes what is not plain ASCII; tells how many more characters than one it took. */
    private int special(String text, int at) {
        char c = text.charAt(at);
        switch (c) {
            case '<' -> ascii("&lt;");
            case '>' -> ascii("&gt;");
            case '&' -> ascii("&amp;");
            case '"' -> ascii("&quot;");
            case '\r' -> ascii("&#xD;");
            case '\t', '\n' -> raw(c);
            default -> {
                if (Character.isSurrogate(c) && pair(text, at)) {
                    utf8(text.codePointAt(at));
                    return 1;
                }
                utf8(c < 0x20 || c >= 0xFFFE || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return 0;
    }

    private static boolean pair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private void utf8(int point) {
        reserve(4);
        if (point < 0x80) {
            bytes[length++] = (byte) point;
        } else if (point < 0x800) {
            bytes[length++] = (byte) (0xC0 | (point >> 6));
            bytes[length++] = (byte) (0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            bytes[length++] = (byte) (0xE0 | (point >> 12));
            bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            bytes[length++] = (byte) (0x80 | (point & 0x3F));
        } else {
            bytes[length++] = (byte) (0xF0 | (point >> 18));
            bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            bytes[length++] = (byte) (0x80 | (point & 0x3F));
        }
    }

    private XmlWriter raw(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
        return this;
    }

    private void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
