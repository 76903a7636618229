package lazurite.service.blob.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Reads small XML 1.0 documents in UTF-8: elements, text, CDATA, the five entities and character references. Attributes
 * are checked for form and dropped, as are comments and processing instructions. There are no document types, so no
 * entities of a document's own. Whatever is malformed is 400 InvalidXmlDocument with line and position.
 *
 * <p>The reader stands at an element: {@link #child} goes into its next child, {@link #text} takes its text and leaves
 * it.
 *
 * <p>Concurrency: one thread.
 */
public final class XmlReader {
    private static final int DEPTH_MAX = 16;

    private final String source;
    private final List<String> open = new ArrayList<>();
    private int position;
    private boolean closed;

    /** Goes into the root element, which must have this name. */
    public XmlReader(byte[] bytes, String root) {
        this.source = decode(bytes);
        if (source.startsWith("\uFEFF")) {
            position++;
        }
        if (source.startsWith("<?xml", position)) {
            skipPast("?>");
        }
        skipMisc();
        if (position >= source.length() || source.charAt(position) != '<') {
            throw malformed("There is no root element.");
        }
        position++;
        String name = start();
        if (!name.equals(root)) {
            throw malformed("The root element is not " + root + ".");
        }
    }

    /**
     * Goes into the next child of the element at hand and returns its name; at the element's end leaves it and returns
     * null. Text between children must be white space.
     */
    @Nullable
    public String child() {
        if (closed) {
            leave();
            return null;
        }
        while (true) {
            skipSpace();
            if (!lookingAt("<")) {
                throw malformed("Text is not expected here.");
            }
            if (lookingAt("<!--")) {
                skipPast("-->");
            } else if (lookingAt("<?")) {
                skipPast("?>");
            } else if (lookingAt("</")) {
                end();
                return null;
            } else {
                position++;
                return start();
            }
        }
    }

    /** The text of the element at hand, which is left; it must have no children. */
    public String text() {
        if (closed) {
            leave();
            return "";
        }
        StringBuilder text = new StringBuilder();
        while (true) {
            int markup = next('<');
            characters(text, markup);
            if (lookingAt("</")) {
                end();
                return text.toString();
            }
            if (lookingAt("<![CDATA[")) {
                int start = position + 9;
                skipPast("]]>");
                checked(start, position - 3);
                appendNormalised(text, start, position - 3);
            } else if (lookingAt("<!--")) {
                skipPast("-->");
            } else if (lookingAt("<?")) {
                skipPast("?>");
            } else {
                throw malformed("An element is not expected here.");
            }
        }
    }

    /** To be called when the root has been left: nothing but comments may follow. */
    public void finish() {
        skipMisc();
        if (position < source.length()) {
            throw malformed("The document goes on behind its root element.");
        }
    }

    /** 400 InvalidXmlDocument at the place read last. */
    public StorageException malformed(String reason) {
        int line = 1;
        int lineStart = 0;
        int end = Math.min(position, source.length());
        for (int i = 0; i < end; i++) {
            if (source.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new StorageException(ErrorCode.InvalidXmlDocument)
                .with("LineNumber", Integer.toString(line))
                .with("LinePosition", Integer.toString(end - lineStart + 1))
                .with("Reason", reason);
    }

    // ---- tags

    /** Reads a start tag behind its {@code <}. */
    private String start() {
        String name = name();
        while (true) {
            boolean spaced = skipSpace();
            if (lookingAt("/>")) {
                position += 2;
                closed = true;
                break;
            }
            if (lookingAt(">")) {
                position++;
                break;
            }
            if (!spaced) {
                throw malformed("A tag is malformed.");
            }
            attribute();
        }
        if (open.size() == DEPTH_MAX) {
            throw malformed("Elements are nested too deeply.");
        }
        open.add(name);
        return name;
    }

    private void end() {
        position += 2;
        String name = name();
        skipSpace();
        if (!lookingAt(">")) {
            throw malformed("A tag is malformed.");
        }
        if (!name.equals(open.getLast())) {
            throw malformed("The end tag does not match " + open.getLast() + ".");
        }
        position++;
        open.removeLast();
    }

    private void leave() {
        closed = false;
        open.removeLast();
    }

    private void attribute() {
        name();
        skipSpace();
        if (!lookingAt("=")) {
            throw malformed("An attribute is malformed.");
        }
        position++;
        skipSpace();
        char quote = position < source.length() ? source.charAt(position) : ' ';
        if (quote != '"' && quote != '\'') {
            throw malformed("An attribute is malformed.");
        }
        position++;
        int close = next(quote);
        if (source.indexOf('<', position, close) >= 0) {
            throw malformed("An attribute is malformed.");
        }
        characters(new StringBuilder(), close);
        position++;
    }

    private String name() {
        int start = position;
        while (position < source.length() && nameCharacter(source.charAt(position), position == start)) {
            position++;
        }
        if (position == start) {
            throw malformed("A name is expected.");
        }
        return source.substring(start, position);
    }

    private static boolean nameCharacter(char c, boolean first) {
        boolean starts = Ascii.isLetter(c) || c == '_' || c == ':' || c >= 0xC0;
        return starts || (!first && (Ascii.isDigit(c) || c == '-' || c == '.'));
    }

    // ---- text

    /** Appends what stands up to {@code end}, references resolved. */
    private void characters(StringBuilder text, int end) {
        while (position < end) {
            int reference = source.indexOf('&', position, end);
            int plainEnd = reference < 0 ? end : reference;
            checked(position, plainEnd);
            appendNormalised(text, position, plainEnd);
            position = plainEnd;
            if (position < end) {
                reference(text, end);
            }
        }
    }

    private void reference(StringBuilder text, int end) {
        int semicolon = source.indexOf(';', position, end);
        if (semicolon < 0) {
            throw malformed("A reference is malformed.");
        }
        String name = source.substring(position + 1, semicolon);
        switch (name) {
            case "lt" -> text.append('<');
            case "gt" -> text.append('>');
            case "amp" -> text.append('&');
            case "quot" -> text.append('"');
            case "apos" -> text.append('\'');
            default -> text.appendCodePoint(point(name));
        }
        position = semicolon + 1;
    }

    private int point(String name) {
        boolean hex = name.startsWith("#x");
        int start = hex ? 2 : 1;
        if (!name.startsWith("#") || name.length() == start || name.length() > start + 8) {
            throw malformed("An entity is not known.");
        }
        int point = 0;
        for (int i = start; i < name.length(); i++) {
            int digit = name.charAt(i) < 128 ? Character.digit(name.charAt(i), hex ? 16 : 10) : -1;
            if (digit < 0 || point > 0x10FFFF) {
                throw malformed("A character reference is malformed.");
            }
            point = point * (hex ? 16 : 10) + digit;
        }
        if (!character(point)) {
            throw malformed("A character is not allowed.");
        }
        return point;
    }

    private void checked(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = source.charAt(i);
            if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c >= 0xFFFE) {
                position = i;
                throw malformed("A character is not allowed.");
            }
        }
    }

    /** Line ends of all kinds become one line feed (XML 1.0 §2.11). */
    private void appendNormalised(StringBuilder text, int start, int end) {
        if (source.indexOf('\r', start, end) < 0) {
            text.append(source, start, end);
            return;
        }
        for (int i = start; i < end; i++) {
            char c = source.charAt(i);
            if (c != '\r') {
                text.append(c);
            } else if (i + 1 == end || source.charAt(i + 1) != '\n') {
                text.append('\n');
            }
        }
    }

    private static boolean character(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point < 0xD800)
                || (point >= 0xE000 && point < 0xFFFE)
                || (point >= 0x10000 && point <= 0x10FFFF);
    }

    // ---- places

    private void skipMisc() {
        while (true) {
            skipSpace();
            if (lookingAt("<!--")) {
                skipPast("-->");
            } else if (lookingAt("<?")) {
                skipPast("?>");
            } else if (lookingAt("<!")) {
                throw malformed("A document type is not allowed.");
            } else {
                return;
            }
        }
    }

    private void skipPast(String end) {
        int found = source.indexOf(end, position);
        if (found < 0) {
            throw malformed("The document ends early.");
        }
        position = found + end.length();
    }

    private int next(char wanted) {
        int found = source.indexOf(wanted, position);
        if (found < 0) {
            throw malformed("The document ends early.");
        }
        return found;
    }

    private boolean skipSpace() {
        int start = position;
        while (position < source.length() && " \t\r\n".indexOf(source.charAt(position)) >= 0) {
            position++;
        }
        return position > start;
    }

    private boolean lookingAt(String text) {
        return source.startsWith(text, position);
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new StorageException(ErrorCode.InvalidXmlDocument, ErrorCode.InvalidXmlDocument.message(), e)
                    .with("LineNumber", "1")
                    .with("LinePosition", "1")
                    .with("Reason", "It is not UTF-8.");
        }
    }
}
