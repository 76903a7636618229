package lazurite.service.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * When, and for what, a SAS is good: its own fields, or those of the stored access policy it names.
 *
 * @param start null for any time up to expiry
 */
record SasTerms(String permissions, @Nullable Instant start, Instant expiry) {
    private static final Duration UNREVOCABLE_MAX = Duration.ofHours(1);

    /** The terms of a SAS that names no policy. */
    static SasTerms of(Sas sas) {
        return of(sas.permissions(), sas.start(), sas.expiry());
    }

    /**
     * The terms of a SAS that may name a policy; each field must be in exactly one of them.
     *
     * @param policy the container's; null if there is no container
     * @throws StorageException 403 AuthorizationFailure if the policy is not there, 403 AuthenticationFailed if a field
     *     is in both or a required one in neither
     */
    static SasTerms of(Sas sas, @Nullable ContainerPolicy policy) {
        if (sas.identifier() == null) {
            return of(sas);
        }
        List<ContainerPolicy.SignedIdentifier> identifiers = policy == null ? List.of() : policy.identifiers();
        for (ContainerPolicy.SignedIdentifier identifier : identifiers) {
            if (identifier.id().equals(sas.identifier())) {
                return of(
                        either("sp", sas.permissions(), identifier.permissions()),
                        either("st", sas.start(), identifier.start()),
                        either("se", sas.expiry(), identifier.expiry()));
            }
        }
        throw new StorageException(ErrorCode.AuthorizationFailure);
    }

    private static SasTerms of(@Nullable String permissions, @Nullable String start, @Nullable String expiry) {
        Instant until = time("se", expiry);
        if (permissions == null) {
            throw Refusal.because("sp is mandatory. Cannot be empty");
        }
        if (until == null) {
            throw Refusal.because("se is mandatory. Cannot be empty");
        }
        return new SasTerms(permissions, time("st", start), until);
    }

    /**
     * Checks time, address and protocol, in Azure's order.
     *
     * @throws StorageException 403 AuthenticationFailed, AuthorizationSourceIPMismatch or AuthorizationProtocolMismatch
     */
    void check(Sas sas, Request request, Instant now) {
        checkTime(sas, now);
        checkAddress(sas, request);
        if ("https".equals(sas.protocol()) && !request.secure()) {
            throw new StorageException(ErrorCode.AuthorizationProtocolMismatch);
        }
    }

    private void checkTime(Sas sas, Instant now) {
        if (start != null && !expiry.isAfter(start)) {
            throw Refusal.because("Signed expiry time [" + RequestDate.render(expiry)
                    + "] must be after signed start time [" + RequestDate.render(start) + "]");
        }
        if ((start != null && now.isBefore(start)) || !now.isBefore(expiry)) {
            throw Refusal.because("Signature not valid in the specified time frame: Start ["
                    + (start == null ? "" : RequestDate.render(start)) + "] - Expiry [" + RequestDate.render(expiry)
                    + "] - Current [" + RequestDate.render(now) + "]");
        }
        Instant from = start == null ? now : start;
        if (!sas.since("2012-02-12")
                && sas.identifier() == null
                && Duration.between(from, expiry).compareTo(UNREVOCABLE_MAX) > 0) {
            throw Refusal.because("Access without signed identifier cannot have time window more than 1 hour");
        }
    }

    private static void checkAddress(Sas sas, Request request) {
        String allowed = sas.ip();
        IpRange range = allowed == null ? null : IpRange.parse(allowed);
        if (allowed != null && (range == null || !range.contains(request.remote()))) {
            ErrorCode code = ErrorCode.AuthorizationSourceIPMismatch;
            throw new StorageException(
                    code, code.message().replace("{ip}", request.remote().getHostAddress()));
        }
    }

    private static @Nullable String either(String field, @Nullable String own, @Nullable String stored) {
        boolean isStored = stored != null && !stored.isEmpty();
        if (own != null && isStored) {
            throw Refusal.because(
                    "SAS field '" + field + "' is given by both the signature and its stored access policy.");
        }
        return isStored ? stored : own;
    }

    private static @Nullable Instant time(String field, @Nullable String text) {
        Instant time = text == null ? null : SasTime.parse(text);
        if (text != null && time == null) {
            throw Refusal.because("SAS field '" + field + "' is not well formed.");
        }
        return time;
    }
}
