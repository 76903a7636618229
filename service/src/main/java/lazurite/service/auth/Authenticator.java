package lazurite.service.auth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Target;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the credential of a request ({@code auth.md}). What it gives is held against the operation by
 * {@link Authorizer}.
 *
 * <p>Concurrency: any thread.
 */
public final class Authenticator {
    private final ContainerPolicy.Source policies;
    private final InstantSource clock;

    public Authenticator(ContainerPolicy.Source policies, InstantSource clock) {
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * Verifies.
     *
     * @param resource what the operation is about: a service SAS signs its name
     * @param version the effective x-ms-version
     * @throws StorageException 400, 401 or 403 as the digest's tables have it; bearer tokens are refused with 401, user
     *     delegation SAS with 403
     */
    public Grant authenticate(Target target, Operation.Resource resource, String version) {
        Credential credential = Credential.parse(target.request().headers(), target.query());
        return switch (credential) {
            case Credential.SharedKey key -> sharedKey(key, target, version);
            case Credential.SharedKeyLite key -> sharedKeyLite(key, target, version);
            case Credential.AccountSas(Sas sas) -> accountSas(sas, target);
            case Credential.ServiceSas(Sas sas) -> serviceSas(sas, target, resource);
            case Credential.UserDelegationSas _ ->
                throw Refusal.because("This server does not issue user delegation keys.");
            case Credential.Bearer _ -> throw new StorageException(ErrorCode.InvalidBearerToken);
            case Credential.None() -> new Grant.Anonymous();
        };
    }

    private Grant sharedKey(Credential.SharedKey key, Target target, String version) {
        SharedKeyStrings strings = new SharedKeyStrings(target, version);
        checkMac(target, key.account(), key.signature(), strings.usual(), strings::others);
        return new Grant.Key();
    }

    private Grant sharedKeyLite(Credential.SharedKeyLite key, Target target, String version) {
        SharedKeyStrings strings = new SharedKeyStrings(target, version);
        checkMac(target, key.account(), key.signature(), strings.usualLite(), strings::othersLite);
        return new Grant.Key();
    }

    private void checkMac(Target target, String account, String signature, String usual, Supplier<Set<String>> others) {
        RequestDate.check(target.request().headers(), clock.instant());
        if (!account.equals(target.account().name())) {
            throw Refusal.because("The account of the Authorization header is not the account of the address.");
        }
        if (Hmac.matches(target.account().keys(), usual, signature)) {
            return;
        }
        for (String other : others.get()) {
            if (Hmac.matches(target.account().keys(), other, signature)) {
                return;
            }
        }
        throw Refusal.wrongMac(signature, usual);
    }

    private Grant accountSas(Sas sas, Target target) {
        SasForm.checkAccount(sas);
        SasTerms terms = SasTerms.of(sas);
        checkSignature(sas, target, SasStrings.account(sas, target.account().name()));
        terms.check(sas, target.request(), clock.instant());
        if (text(sas.services()).indexOf(target.service().letter()) < 0) {
            throw new StorageException(ErrorCode.AuthorizationServiceMismatch);
        }
        return new Grant.Account(terms.permissions(), text(sas.resourceTypes()), scope(sas));
    }

    private Grant serviceSas(Sas sas, Target target, Operation.Resource resource) {
        SasForm.checkService(sas, target.service());
        boolean wholeContainer = "c".equals(sas.resource());
        checkSignature(sas, target, serviceString(sas, target, resource, wholeContainer));
        Instant now = clock.instant();
        String container = text(resource.container());
        ContainerPolicy policy =
                sas.identifier() == null ? null : policies.find(target.account().name(), container);
        SasTerms terms = SasTerms.of(sas, policy);
        terms.check(sas, target.request(), now);
        ResponseOverrides overrides = sas.since("2013-08-15") ? sas.overrides() : ResponseOverrides.NONE;
        return new Grant.Service(wholeContainer, terms.permissions(), overrides, scope(sas));
    }

    /** What a SAS for this resource would have signed: one for a snapshot or version signs its time. */
    private static String serviceString(Sas sas, Target target, Operation.Resource resource, boolean wholeContainer) {
        String container = text(resource.container());
        String blob = resource.blob();
        String name = wholeContainer || blob == null ? container : container + "/" + blob;
        String moment = switch (text(sas.resource())) {
            case "c" -> null;
            case "bs" -> target.query().first("snapshot");
            case "bv" -> target.query().first("versionid");
            default -> resource.moment();
        };
        return SasStrings.blob(sas, target.account().name(), name, moment);
    }

    private static void checkSignature(Sas sas, Target target, String stringToSign) {
        if (!Hmac.matches(target.account().keys(), stringToSign, sas.signature())) {
            throw Refusal.wrongSasSignature(stringToSign);
        }
    }

    private static @Nullable String scope(Sas sas) {
        return sas.since("2020-12-06") ? sas.encryptionScope() : null;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
