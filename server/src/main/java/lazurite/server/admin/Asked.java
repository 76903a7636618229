package lazurite.server.admin;

import java.util.Map;
import lazurite.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request that an endpoint answers.
 *
 * @param parameters of the path, decoded, by name
 * @param caller who signed; null where it is not signed
 * @param body read whole
 */
record Asked(
        Request request,
        Map<String, String> parameters,
        @Nullable Caller caller,
        byte[] body) {
    // not the compact form: javac then loses @Nullable for other modules
    Asked(Request request, Map<String, String> parameters, @Nullable Caller caller, byte[] body) {
        this.request = request;
        this.parameters = Map.copyOf(parameters);
        this.caller = caller;
        this.body = body;
    }

    String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    /** Who signed, where the endpoint asks for a signature. */
    Caller signer() {
        if (caller == null) {
            throw new IllegalStateException("an endpoint that needs a signature was asked without");
        }
        return caller;
    }
}
