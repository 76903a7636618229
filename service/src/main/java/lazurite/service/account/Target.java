package lazurite.service.account;

import lazurite.http.Request;

/**
 * A request and what it addresses.
 *
 * @param account the account addressed
 * @param secondary true if addressed as {@code account-secondary}: reads only
 * @param resourcePath the raw path behind host or account segment, as on the wire, starting with {@code /}
 * @param query the query string
 * @param endpoint the service's own address as this client wrote it, ending in {@code /}: what listings show as
 *     ServiceEndpoint
 */
public record Target(
        Request request,
        ServiceKind service,
        Account account,
        boolean secondary,
        String resourcePath,
        Query query,
        String endpoint) {}
