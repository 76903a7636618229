package lazurite.service.blob.text;

/** Decimal numbers as headers and parameters write them. */
public final class Numbers {
    private Numbers() {}

    /** Digits only; Long.MAX_VALUE if it is more than that, -1 if it is no such number. */
    public static long parse(String text) {
        return parse(text, 0, text.length());
    }

    /** As {@link #parse(String)}, of the part from {@code start} to before {@code end}. */
    public static long parse(String text, int start, int end) {
        if (start >= end) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return value;
    }
}
