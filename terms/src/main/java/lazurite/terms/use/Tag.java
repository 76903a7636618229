package lazurite.terms.use;

import java.util.regex.Pattern;

/** The one form of subscriptions' pseudonyms, purposes and models' names. */
public final class Tag {
    /** Said of a text that is none. */
    public static final String EXPECTED =
            "1 to 64 letters, digits, dots, hyphens or underscores, a letter or digit first";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Tag() {}

    /** Whether the text is a tag. */
    public static boolean is(String text) {
        return FORM.matcher(text).matches();
    }
}
