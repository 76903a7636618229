package lazurite.server.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.service.account.ServiceKind;
import lazurite.terms.use.CustomerClass;
import lazurite.terms.use.Declaration;

/** What a subscription may declare, whether the configuration or a command does. */
public enum DeclaredText {
    ID("3 to 64 lower-case letters, digits and single hyphens"),
    CLASS("one of " + CustomerClass.labels()),
    SERVICE("one of " + Stream.of(ServiceKind.values()).map(ServiceKind::label).collect(Collectors.joining(", "))),
    JURISDICTION("an ISO 3166 code such as NL or US-CA"),
    /** A purpose, and a contact. */
    LINE("one line of 1 to 200 characters"),
    /** The customer's. */
    KEY("an Ed25519 public key, 32 bytes in base64");

    /** Most purposes of a subscription; one is needed. */
    public static final int PURPOSES_MAX = Declaration.PURPOSES_MAX;

    private final String expected;

    DeclaredText(String expected) {
        this.expected = expected;
    }

    /** What is expected, for messages. */
    public String expected() {
        return expected;
    }

    /** Whether it may be declared. */
    public boolean allows(String text) {
        return switch (this) {
            case ID -> text.matches("(?=.{3,64}$)[a-z0-9]+(-[a-z0-9]+)*");
            case CLASS -> CustomerClass.find(text) != null;
            case SERVICE ->
                Stream.of(ServiceKind.values()).anyMatch(kind -> kind.label().equals(text));
            case JURISDICTION -> text.matches("[A-Z]{2}(-[A-Z0-9]{1,3})?");
            case LINE -> !text.isBlank() && text.length() <= 200 && text.chars().noneMatch(Character::isISOControl);
            case KEY -> isKey(text);
        };
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
