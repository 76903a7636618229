package lazurite.service.blob.query;

/** LIKE: {@code %} is any text, {@code _} any character, the escape takes the next one as it is. */
final class LikePattern {
    private static final char ANY_TEXT = '\uFFFE';
    private static final char ANY_CHARACTER = '\uFFFF';

    private final String pattern;

    /**
     * @param escape one character, or none
     * @throws QueryFailure fatal, if the escape is longer or stands at the end
     */
    LikePattern(String text, String escape) {
        if (escape.length() > 1) {
            throw invalid("The escape of LIKE is longer than one character.");
        }
        StringBuilder read = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!escape.isEmpty() && c == escape.charAt(0)) {
                if (++i == text.length()) {
                    throw invalid("A pattern of LIKE ends in its escape.");
                }
                read.append(text.charAt(i));
            } else {
                read.append(c == '%' ? ANY_TEXT : c == '_' ? ANY_CHARACTER : c);
            }
        }
        pattern = read.toString();
    }

    /** Goes back to the last {@code %} only, so it takes at most pattern times text. */
    boolean matches(String text, Effort effort) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length()) {
            effort.spend(1);
            char wanted = in < pattern.length() ? pattern.charAt(in) : 0;
            if (in < pattern.length() && wanted == ANY_TEXT) {
                star = in++;
                resume = at;
            } else if (in < pattern.length() && (wanted == ANY_CHARACTER || wanted == text.charAt(at))) {
                at += wanted == ANY_CHARACTER ? Character.charCount(text.codePointAt(at)) : 1;
                in++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == ANY_TEXT) {
            in++;
        }
        return in == pattern.length();
    }

    private static QueryFailure invalid(String description) {
        return QueryFailure.fatal("InvalidPattern", description);
    }
}
