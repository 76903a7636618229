package lazurite.server.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import lazurite.base.StorageException;
import lazurite.governance.office.Office;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.server.admin.AdminException.Problem;
import lazurite.server.operator.ControlToken;
import lazurite.server.operator.OperatorHandler;
import org.jspecify.annotations.Nullable;

/**
 * The admin API: {@code docs/openapi.yaml}.
 *
 * <p>Concurrency: any thread.
 */
public final class AdminHandler implements OperatorHandler.Admin {
    /** Most bytes of a request's body. */
    public static final int BODY_BYTES_MAX = 2 << 20;

    private final Callers callers;
    private final List<Endpoint> endpoints;
    private final @Nullable ControlToken token;

    /**
     * @param token who has it may install the first roster; null if there is no data folder
     * @param now milliseconds since 1970
     */
    public AdminHandler(Office office, @Nullable ControlToken token, LongSupplier now) {
        this.callers = new Callers(office, now);
        this.endpoints = Endpoints.of(office);
        this.token = token;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public Response answer(Request request) throws IOException {
        try {
            return routed(request);
        } catch (AdminException wrong) {
            return error(wrong.problem(), String.valueOf(wrong.getMessage()));
        } catch (RefusedException malformed) {
            return error(Problem.INVALID_REQUEST, String.valueOf(malformed.getMessage()));
        } catch (StorageException failed) {
            return error(Problem.UNAVAILABLE, String.valueOf(failed.getMessage()));
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    private Response routed(Request request) {
        String path = request.rawPath().substring(OperatorHandler.ADMIN.length() - 1);
        boolean known = false;
        for (Endpoint endpoint : endpoints) {
            Map<String, String> parameters = endpoint.match(path);
            known |= parameters != null;
            if (parameters != null && endpoint.method().equals(request.method())) {
                return asked(endpoint, request, parameters);
            }
        }
        throw known
                ? new AdminException(Problem.METHOD_NOT_ALLOWED, "This address takes another method; see openapi.yaml.")
                : AdminException.notFound(
                        "There is no such address; /admin/v1/openapi.yaml describes those that there are.");
    }

    private Response asked(Endpoint endpoint, Request request, Map<String, String> parameters) {
        boolean signed = request.headers().has(RequestSignature.SIGNATURE);
        Content content = new Content(request.body());
        Caller caller = switch (endpoint.access()) {
            case OPEN -> null;
            case OPEN_OR_SIGNED -> signed ? callers.of(request, content) : null;
            case SIGNED -> callers.of(request, content);
            case TOKEN -> {
                requireToken(request);
                yield null;
            }
        };
        return endpoint.answer().to(new Asked(request, parameters, caller, content.read()));
    }

    private void requireToken(Request request) {
        if (token == null || !token.matches(request.headers().first("Authorization"))) {
            throw new AdminException(
                    Problem.NOT_SIGNED, "This needs the token in the file 'operator' of the data folder.");
        }
    }

    static Response json(int status, Json json) {
        return new Response(
                status,
                new Headers().add("Content-Type", "application/json").add("Cache-Control", "no-store"),
                Body.of(json.canonical()));
    }

    private static Response error(Problem problem, String sentence) {
        Json error = new FieldWriter()
                .text("code", problem.code())
                .text("message", sentence)
                .done();
        return json(problem.status(), new FieldWriter().json("error", error).done());
    }
}
