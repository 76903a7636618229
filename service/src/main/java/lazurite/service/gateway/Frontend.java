package lazurite.service.gateway;

import java.util.List;
import lazurite.base.StorageException;
import lazurite.http.Response;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A service as the gateway sees it: wire form and meaning of its operations.
 *
 * @param <O> the service's operations
 */
public interface Frontend<O extends Operation> extends ContainerPolicy.Source {
    ServiceKind kind();

    /** Reads the request's head into an operation; malformed input is a StorageException. */
    O parse(Target target);

    /** Carries it out. The body of the request is read here, never before. */
    Response serve(O operation, Call call);

    /** An error in this service's own form; common headers are the gateway's. */
    Response error(StorageException error, String requestId, boolean head);

    /** The version that the account serves requests under that ask for none; null for the service's own default. */
    default @Nullable String defaultVersion(String account) {
        return null;
    }

    /**
     * Whether it serves everybody alike, as a website does: credentials, {@code x-ms-version} and the query then mean
     * nothing, and every request is served under {@link #defaultVersion}.
     */
    default boolean servesAnyone() {
        return false;
    }

    /** The account's CORS rules for this service, in order; asked for each GET and HEAD, so from memory. */
    List<CorsRule> corsRules(String account);
}
