package lazurite.service.gateway;

import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.service.account.Account;
import lazurite.service.account.Pass;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Operation;
import org.jspecify.annotations.Nullable;

/** Requests inside a request: parts of a batch, sources of a copy. Each passes the same checks as one of its own. */
public interface Subrequests {
    /**
     * Serves one part of a batch: addressed, authenticated and authorized by itself; errors come back as responses.
     *
     * @param outer the batch request: a part without x-ms-version is processed under its version
     */
    Response serve(Request part, Call outer);

    /**
     * Resolves a copy source that names a blob of this server, and checks that it may be read: by its own SAS, by
     * public access, or, in the same account, by the shared key that signed the copy.
     *
     * @param url the x-ms-copy-source value
     * @return null if it is on another server
     * @throws lazurite.base.StorageException InvalidHeaderValue if it is no absolute URL; CannotVerifyCopySource with
     *     the source's status when it may not be read
     */
    @Nullable
    Source resolveSource(String url, Call outer);

    /**
     * A blob that may be read as the source of a copy.
     *
     * @param pass good as long as it may; its refusals are those of a copy
     */
    record Source(Account account, Operation.Resource resource, Caller caller, Pass pass) {}
}
