package lazurite.service.outside;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses whose first bits are the same, in CIDR notation: {@code 10.0.0.0/8}, {@code fd00::/8}; one address alone is
 * a block of one.
 *
 * @param first its first address, of 4 or 16 bytes
 * @param bits how many bits all have in common
 */
public record AddressBlock(byte[] first, int bits) {
    /** Not the older forms of fewer numbers. */
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Reads one; null if the text is none, or has bits set beyond those in common. */
    public static @Nullable AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL.matcher(address).matches()) {
            return null;
        }
        byte[] first;
        try {
            first = InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException none) {
            return null;
        }
        int all = first.length * Byte.SIZE;
        String length = slash < 0 ? Integer.toString(all) : text.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > all) {
            return null;
        }
        AddressBlock block = new AddressBlock(first, Integer.parseInt(length));
        return block.isExact() ? block : null;
    }

    /** One that is known to be right. */
    static AddressBlock of(String text) {
        AddressBlock block = parse(text);
        if (block == null) {
            throw new IllegalArgumentException(text);
        }
        return block;
    }

    public boolean holds(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (bit(bytes, bit) != bit(first, bit)) {
                return false;
            }
        }
        return true;
    }

    private boolean isExact() {
        for (int bit = bits; bit < first.length * Byte.SIZE; bit++) {
            if (bit(first, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] bytes, int at) {
        return bytes[at / Byte.SIZE] >> (Byte.SIZE - 1 - at % Byte.SIZE) & 1;
    }
}
