package lazurite.service.auth;

import lazurite.service.account.Use;
import org.jspecify.annotations.Nullable;

/** What a verified credential gives; {@link Authorizer} holds it against what an operation needs. */
public sealed interface Grant {
    /** A shared key: everything in the account. */
    record Key() implements Grant {}

    /**
     * An account SAS.
     *
     * @param permissions {@code sp}
     * @param resourceTypes {@code srt}
     * @param encryptionScope {@code ses}: the only scope that writes may use
     */
    record Account(
            String permissions,
            String resourceTypes,
            @Nullable String encryptionScope) implements Grant {}

    /**
     * A service SAS that names the container or blob asked for.
     *
     * @param wholeContainer false if it is for one blob, snapshot or version
     * @param permissions from the SAS or its stored access policy
     * @param overrides headers for reads
     * @param encryptionScope as for an account SAS
     */
    record Service(
            boolean wholeContainer,
            String permissions,
            ResponseOverrides overrides,
            @Nullable String encryptionScope) implements Grant {}

    /** Nothing but what is public. */
    record Anonymous() implements Grant {}

    /** What an operation of that use is, asked by this caller: nobody reads what is public, or is not authorized. */
    default Use as(Use needed) {
        return switch (this) {
            case Key(), Account _, Service _ -> needed;
            case Anonymous() -> Use.PUBLIC_READ;
        };
    }

    /** The only encryption scope that writes may use; null if any. */
    default @Nullable String encryptionScope() {
        return null;
    }

    /** How the caller proved itself, for the log. */
    default Caller.Kind kind() {
        return switch (this) {
            case Key() -> Caller.Kind.SHARED_KEY;
            case Account _ -> Caller.Kind.ACCOUNT_SAS;
            case Service _ -> Caller.Kind.SERVICE_SAS;
            case Anonymous() -> Caller.Kind.ANONYMOUS;
        };
    }
}
