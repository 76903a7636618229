package lazurite.service.auth;

/** Dates that name a version of the protocol: {@code x-ms-version}, {@code api-version}, {@code sv}. */
public final class VersionDate {
    /** The first version of the service. */
    public static final String OLDEST = "2009-04-14";

    private static final String SHAPE = "dddd-dd-dd";

    private VersionDate() {}

    /** Whether it is a date not before the first version; whether such a version exists is not asked. */
    public static boolean isWellFormed(String text) {
        if (text.length() != SHAPE.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = SHAPE.charAt(i) == '-' ? c == '-' : c >= '0' && c <= '9';
            if (!fits) {
                return false;
            }
        }
        int month = Integer.parseInt(text, 5, 7, 10);
        int day = Integer.parseInt(text, 8, 10, 10);
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 && text.compareTo(OLDEST) >= 0;
    }
}
