package lazurite.service.auth;

import java.util.Locale;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.service.account.Query;
import org.jspecify.annotations.Nullable;

/** What a request shows to prove who sent it, unchecked. */
public sealed interface Credential {
    /** Nothing: an anonymous request. */
    record None() implements Credential {}

    /** {@code Authorization: SharedKey account:signature}. */
    record SharedKey(String account, String signature) implements Credential {}

    /** {@code Authorization: SharedKeyLite account:signature}. */
    record SharedKeyLite(String account, String signature) implements Credential {}

    /** {@code Authorization: Bearer token}; a SAS bound to a user may come beside it. */
    record Bearer(String token) implements Credential {}

    /** A SAS with {@code ss} or {@code srt}. */
    record AccountSas(Sas sas) implements Credential {}

    /** A SAS for one container or blob. */
    record ServiceSas(Sas sas) implements Credential {}

    /** A SAS signed by a user delegation key: {@code skoid}. */
    record UserDelegationSas(Sas sas) implements Credential {}

    /**
     * Reads the credential of a request.
     *
     * @throws StorageException 400 InvalidAuthenticationInfo if the Authorization header is malformed, of another
     *     scheme, sent twice, or a shared key beside a SAS; 403 AuthenticationFailed if a SAS field is sent twice
     */
    static Credential parse(Headers headers, Query query) {
        String authorization = authorization(headers);
        boolean hasSas = query.has("sig");
        if (authorization == null) {
            return hasSas ? sas(Sas.parse(query)) : new None();
        }
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        String rest = space < 0 ? "" : authorization.substring(space + 1).strip();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "bearer" -> new Bearer(rest);
            case "sharedkey" -> new SharedKey(account(rest, hasSas), signature(rest));
            case "sharedkeylite" -> new SharedKeyLite(account(rest, hasSas), signature(rest));
            default -> throw malformed();
        };
    }

    private static Credential sas(Sas sas) {
        if (sas.signedOid() != null) {
            return new UserDelegationSas(sas);
        }
        return sas.services() != null || sas.resourceTypes() != null ? new AccountSas(sas) : new ServiceSas(sas);
    }

    private static @Nullable String authorization(Headers headers) {
        String found = null;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase("Authorization")) {
                if (found != null) {
                    throw malformed();
                }
                found = headers.value(i);
            }
        }
        return found;
    }

    private static String account(String rest, boolean hasSas) {
        int colon = rest.indexOf(':');
        if (colon <= 0 || hasSas) {
            throw malformed();
        }
        return rest.substring(0, colon);
    }

    private static String signature(String rest) {
        String signature = rest.substring(rest.indexOf(':') + 1);
        if (signature.isEmpty()) {
            throw malformed();
        }
        return signature;
    }

    private static StorageException malformed() {
        return new StorageException(ErrorCode.InvalidAuthenticationInfo);
    }
}
