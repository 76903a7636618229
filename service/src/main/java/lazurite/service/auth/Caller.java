package lazurite.service.auth;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, once authenticated and authorized: what a service still has to decide by.
 *
 * @param kind how the caller proved itself
 * @param permissions letters of the SAS; empty for the other kinds
 * @param account the account whose resources are asked for
 * @param encryptionScope the only one that writes may use; null if the SAS demands none
 */
public record Caller(
        Kind kind,
        String permissions,
        String account,
        @Nullable String encryptionScope) {
    /** One that may use any encryption scope. */
    public Caller(Kind kind, String permissions, String account) {
        this(kind, permissions, account, null);
    }

    /** How a request was authenticated; the log's {@code auth} field. */
    public enum Kind {
        SHARED_KEY,
        ACCOUNT_SAS,
        SERVICE_SAS,
        ANONYMOUS
    }

    /** Whether an existing blob may be replaced: a SAS with {@code c} alone may only create. */
    public boolean mayOverwrite() {
        return holds('w');
    }

    /** Whether tags and their count may be seen. */
    public boolean mayReadTags() {
        return holds('t');
    }

    private boolean holds(char letter) {
        return switch (kind) {
            case SHARED_KEY -> true;
            case ACCOUNT_SAS, SERVICE_SAS -> permissions.indexOf(letter) >= 0;
            case ANONYMOUS -> false;
        };
    }
}
