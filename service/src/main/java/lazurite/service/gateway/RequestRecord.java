package lazurite.service.gateway;

import java.time.Instant;
import lazurite.service.account.ServiceKind;
import lazurite.service.auth.Caller;
import org.jspecify.annotations.Nullable;

/**
 * One request as it ended: what log and metrics are made of. Never holds a query string, key or signature.
 *
 * @param time when its head had been read
 * @param account null if it addressed none
 * @param subscription id of the one that the account belongs to; null if it addressed none
 * @param operation Azure's name of it; null if it was refused before that was known
 * @param status of the answer, sent or not
 * @param errorCode null on success
 * @param bytesIn of body read
 * @param bytesOut of body sent
 * @param auth null if it was refused before that was known
 * @param clientRequestId as echoed
 * @param remote the client's address
 * @param version the effective x-ms-version
 * @param resource raw path behind the account: names of containers and blobs
 * @param aborted whether the client left, or the answer's body broke, before the answer was complete
 */
public record RequestRecord(
        Instant time,
        ServiceKind service,
        @Nullable String account,
        @Nullable String subscription,
        @Nullable String operation,
        int status,
        @Nullable String errorCode,
        long bytesIn,
        long bytesOut,
        long durationMicros,
        Caller.@Nullable Kind auth,
        String requestId,
        @Nullable String clientRequestId,
        String remote,
        String version,
        @Nullable String resource,
        boolean aborted) {}
