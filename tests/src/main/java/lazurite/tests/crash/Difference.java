package lazurite.tests.crash;

import java.util.Arrays;

/** The server is not in the state that was looked for; another one may be possible. */
final class Difference extends Exception {
    private static final long serialVersionUID = 1;

    private Difference(String message) {
        super(message);
    }

    static void same(String what, Object expected, Object found) throws Difference {
        if (!expected.equals(found)) {
            throw new Difference(what + " is " + found + " instead of " + expected);
        }
    }

    static void bytes(String what, byte[] expected, byte[] found) throws Difference {
        if (!Arrays.equals(expected, found)) {
            throw new Difference(what + " of " + found.length + " bytes where " + expected.length
                    + " were put, first difference at " + Arrays.mismatch(expected, found));
        }
    }
}
