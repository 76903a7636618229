package lazurite.server.config;

import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.terms.use.CustomerClass;
import lazurite.service.account.ServiceKind;
import lazurite.terms.use.Declaration;

/** What a subscription may declare, whether the configuration or a command does. */
public enum DeclaredText {
    ID(
            "3 to 64 lower-case letters, digits and single hyphens",
            text -> text.matches("(?=.{3,64}$)[a-z0-9]+(-[a-z0-9]+)*")),
    CLASS(
            "one of "
                    + Stream.of(CustomerClass.values())
                            .map(CustomerClass::label)
                            .collect(Collectors.joining(", ")),
            text -> CustomerClass.find(text) != null),
    SERVICE(
            "one of " + Stream.of(ServiceKind.values()).map(ServiceKind::label).collect(Collectors.joining(", ")),
            text -> Stream.of(ServiceKind.values())
                    .anyMatch(kind -> kind.label().equals(text))),
    JURISDICTION("an ISO 3166 code such as NL or US-CA", text -> text.matches("[A-Z]{2}(-[A-Z0-9]{1,3})?")),
    /** A purpose, and a contact. */
    LINE(
            "one line of 1 to 200 characters",
            text -> !text.isBlank() && text.length() <= 200 && text.chars().noneMatch(Character::isISOControl)),
    /** The customer's. */
    KEY("an Ed25519 public key, 32 bytes in base64", DeclaredText::isKey);

    /** Most purposes of a subscription; one is needed. */
    public static final int PURPOSES_MAX = Declaration.PURPOSES_MAX;

    private final String expected;
    private final Predicate<String> rule;

    DeclaredText(String expected, Predicate<String> rule) {
        this.expected = expected;
        this.rule = rule;
    }

    /** What is expected, for messages. */
    public String expected() {
        return expected;
    }

    /** Whether it may be declared. */
    public boolean allows(String text) {
        return rule.test(text);
    }

    private static boolean isKey(String text) {
        try {
            KeyAlgorithm.ED25519.publicKey(Strict.base64(text, "The key"));
            return true;
        } catch (RefusedException wrong) {
            return false;
        }
    }
}
