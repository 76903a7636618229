package lazurite.service.auth;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses a SAS may be used from: {@code sip}, one address or two joined by a hyphen. Ranges are IPv4; an IPv6
 * address only equals itself.
 */
record IpRange(InetAddress first, InetAddress last) {
    private static final int V4_DIGITS_MAX = 3;

    /** Reads the field; null if it is malformed. */
    static @Nullable IpRange parse(String text) {
        int hyphen = text.indexOf('-');
        InetAddress first = address(hyphen < 0 ? text : text.substring(0, hyphen));
        InetAddress last = hyphen < 0 ? first : address(text.substring(hyphen + 1));
        if (first == null || last == null) {
            return null;
        }
        boolean range = hyphen >= 0;
        return range && !(first instanceof Inet4Address && last instanceof Inet4Address)
                ? null
                : new IpRange(first, last);
    }

    boolean contains(InetAddress remote) {
        if (remote instanceof Inet4Address && first instanceof Inet4Address && last instanceof Inet4Address) {
            long at = number(remote);
            return number(first) <= at && at <= number(last);
        }
        return remote.equals(first);
    }

    private static @Nullable InetAddress address(String literal) {
        if (literal.indexOf(':') < 0 && !isDottedQuad(literal)) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The JDK also takes shortened and octal forms, which no two programs read alike. */
    private static boolean isDottedQuad(String literal) {
        int dots = 0;
        int digits = 0;
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '.') {
                dots++;
                digits = 0;
            } else if (c < '0' || c > '9' || ++digits > V4_DIGITS_MAX) {
                return false;
            }
        }
        return dots == 3;
    }

    private static long number(InetAddress v4) {
        long number = 0;
        for (byte part : v4.getAddress()) {
            number = (number << 8) | (part & 0xff);
        }
        return number;
    }
}
