package lazurite.http;

/**
 * An answer. The engine adds {@code Date} if missing, {@code Content-Length} from the body's length (or chunks it when
 * that is -1) and, for HEAD, 204 and 304, sends no body whatever it is; a Content-Length header set here for HEAD
 * or 304 stands, so that it says the blob's size.
 */
public record Response(int status, Headers headers, Body body) {
    public static Response empty(int status, Headers headers) {
        return new Response(status, headers, Body.empty());
    }
}
