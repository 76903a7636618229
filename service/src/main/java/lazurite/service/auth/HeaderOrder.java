package lazurite.service.auth;

import java.util.Comparator;

/**
 * The two orders in which clients sort {@code x-ms-} headers before they sign ({@code auth.md} §1.2). They differ only
 * where a name has a hyphen or underscore that another lacks.
 */
final class HeaderOrder {
    /** By code unit. */
    static final Comparator<String> ORDINAL = Comparator.naturalOrder();

    /**
     * As .NET's en-US culture does: hyphens and apostrophes do not count unless all else is equal; punctuation comes
     * before digits, digits before letters.
     */
    static final Comparator<String> CULTURE = HeaderOrder::compareAsCulture;

    private static final String ASCENDING = "_!.*&#%`^+|~$0123456789abcdefghijklmnopqrstuvwxyz";

    private HeaderOrder() {}

    private static int compareAsCulture(String left, String right) {
        int i = 0;
        int j = 0;
        while (true) {
            i = skipIgnored(left, i);
            j = skipIgnored(right, j);
            if (i == left.length() || j == right.length()) {
                break;
            }
            int difference = Integer.compare(weight(left.charAt(i++)), weight(right.charAt(j++)));
            if (difference != 0) {
                return difference;
            }
        }
        if (i < left.length() || j < right.length()) {
            return i < left.length() ? 1 : -1;
        }
        return compareHyphens(left, right);
    }

    /** Of two names that are equal but for hyphens, the one whose first odd hyphen stands further back comes first. */
    private static int compareHyphens(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            boolean leftIgnored = isIgnored(left.charAt(i));
            if (leftIgnored != isIgnored(right.charAt(i))) {
                return leftIgnored ? 1 : -1;
            }
        }
        return left.length() == right.length() ? left.compareTo(right) : left.length() - right.length();
    }

    private static int skipIgnored(String name, int from) {
        int at = from;
        while (at < name.length() && isIgnored(name.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isIgnored(char c) {
        return c == '-' || c == '\'';
    }

    private static int weight(char c) {
        int known = ASCENDING.indexOf(c);
        return known < 0 ? ASCENDING.length() + c : known;
    }
}
