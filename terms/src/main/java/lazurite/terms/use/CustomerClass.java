package lazurite.terms.use;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What kind of customer a subscription is, as declared when it was opened: a closed list. */
public enum CustomerClass {
    HEALTH,
    EDUCATION,
    BUSINESS,
    PRESS,
    CIVIL_SOCIETY,
    PUBLIC_ADMINISTRATION,
    POLICE,
    IMMIGRATION,
    MILITARY,
    INTELLIGENCE,
    OTHER;

    /** As it is written: {@code civil-society}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them, as a sentence lists them. */
    public static String labels() {
        return Stream.of(values()).map(CustomerClass::label).collect(Collectors.joining(", "));
    }

    /** The class of that label; null if there is none. */
    public static @Nullable CustomerClass find(String label) {
        return Stream.of(values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElse(null);
    }
}
