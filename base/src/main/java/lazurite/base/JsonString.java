package lazurite.base;

/** How a string is written in JSON (RFC 8259 section 7): which characters are escaped, and how. */
public enum JsonString {
    /** The canonical form (RFC 8785 section 3.2.2.2): only what has to be, in its shortest form. */
    CANONICAL("btn\0fr", Character.MAX_VALUE),

    /** Only what has to be, control characters by their number. */
    PLAIN("", Character.MAX_VALUE),

    /** Only what has to be, line ends and tabs by a letter, other control characters by their number. */
    SPACES("\0tn\0\0r", Character.MAX_VALUE),

    /** All that is not printable ASCII, by its number: readers of any encoding see the same. */
    ASCII("", '~');

    private static final String HEX = "0123456789abcdef";

    private final String shortEscapes;
    private final char greatest;

    /**
     * @param shortEscapes the letters for U+0008 and on; a zero where there is none
     * @param greatest character that is not escaped
     */
    JsonString(String shortEscapes, char greatest) {
        this.shortEscapes = shortEscapes;
        this.greatest = greatest;
    }

    /** Writes the value in quotes to the end of the text. */
    public void write(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c <= greatest) {
                out.append(c);
            } else {
                escape(c, out);
            }
        }
        out.append('"');
    }

    private void escape(char c, StringBuilder out) {
        int which = c - '\b';
        if (which >= 0 && which < shortEscapes.length() && shortEscapes.charAt(which) != 0) {
            out.append('\\').append(shortEscapes.charAt(which));
            return;
        }
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 15));
        }
    }
}
