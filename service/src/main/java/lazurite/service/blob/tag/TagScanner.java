package lazurite.service.blob.tag;

import lazurite.service.blob.text.Ascii;

/** Splits a tag expression into words; the current one is {@link #kind} and {@link #text}. */
final class TagScanner {
    private static final int LENGTH_MAX = 8 << 10;

    /** What a word is. */
    enum Kind {
        KEY,
        VALUE,
        EQUAL,
        NOT_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        AND,
        OR,
        NOT,
        OPEN,
        CLOSE,
        END
    }

    private final String source;
    private int position;
    private Kind kind = Kind.END;
    private String text = "";

    TagScanner(String source) {
        if (source.length() > LENGTH_MAX) {
            throw new TagExpressions.MalformedException("It is too long.");
        }
        this.source = source;
        advance();
    }

    Kind kind() {
        return kind;
    }

    /** Of a key or value: without quotes. */
    String text() {
        return text;
    }

    void advance() {
        while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
            position++;
        }
        if (position == source.length()) {
            kind = Kind.END;
            return;
        }
        char c = source.charAt(position);
        switch (c) {
            case '(' -> single(Kind.OPEN);
            case ')' -> single(Kind.CLOSE);
            case '=' -> single(Kind.EQUAL);
            case '<' -> comparison(Kind.LESS, Kind.LESS_OR_EQUAL);
            case '>' -> comparison(Kind.GREATER, Kind.GREATER_OR_EQUAL);
            case '\'' -> quoted('\'', Kind.VALUE);
            case '"' -> quoted('"', Kind.KEY);
            default -> word();
        }
    }

    private void single(Kind of) {
        kind = of;
        position++;
    }

    private void comparison(Kind alone, Kind orEqual) {
        position++;
        char next = position < source.length() ? source.charAt(position) : ' ';
        if (next == '=') {
            single(orEqual);
        } else if (next == '>' && alone == Kind.LESS) {
            single(Kind.NOT_EQUAL);
        } else {
            kind = alone;
        }
    }

    /** Up to the closing quote; a doubled quote stands for one. */
    private void quoted(char quote, Kind of) {
        StringBuilder inside = new StringBuilder();
        for (position++; position < source.length(); position++) {
            char c = source.charAt(position);
            if (c == quote) {
                boolean doubled = position + 1 < source.length() && source.charAt(position + 1) == quote;
                position++;
                if (!doubled) {
                    kind = of;
                    text = inside.toString();
                    return;
                }
            }
            inside.append(c);
        }
        throw new TagExpressions.MalformedException("A quote is not closed.");
    }

    private void word() {
        int start = position;
        while (position < source.length() && wordCharacter(source.charAt(position), position == start)) {
            position++;
        }
        if (position == start) {
            throw new TagExpressions.MalformedException("A character is not expected here.");
        }
        text = source.substring(start, position);
        kind = keyword(text);
    }

    private static Kind keyword(String word) {
        if (word.equalsIgnoreCase("and")) {
            return Kind.AND;
        }
        if (word.equalsIgnoreCase("or")) {
            return Kind.OR;
        }
        return word.equalsIgnoreCase("not") ? Kind.NOT : Kind.KEY;
    }

    private static boolean wordCharacter(char c, boolean first) {
        return Ascii.isLetterOrDigit(c) || "_-.:/+".indexOf(c) >= 0 || (first && c == '@');
    }
}
