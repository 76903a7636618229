package lazurite.service.gateway;

import lazurite.service.account.Pass;
import lazurite.service.account.Target;
import lazurite.service.auth.Caller;

/**
 * An authorized request on its way into a service.
 *
 * @param version the effective x-ms-version
 * @param requestId the answer's x-ms-request-id
 * @param pass its leave, which an order may take back
 * @param subrequests runs the parts of a batch and resolves copy sources
 */
public record Call(
        Target target, Caller caller, String version, String requestId, Pass pass, Subrequests subrequests) {}
