package lazurite.service.gateway;

import java.time.Instant;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Response;

/** Error answers of websites: a page that names status, code and request, as Azure's does. */
public final class HtmlError {
    private static final int NOT_MODIFIED = 304;

    private HtmlError() {}

    /** The answer; without a body for HEAD and 304. */
    public static Response render(StorageException error, String requestId, Instant now, boolean head) {
        Headers headers = new Headers();
        if (error.status() == NOT_MODIFIED) {
            return Response.empty(NOT_MODIFIED, headers);
        }
        headers.add("Content-Type", "text/html");
        return new Response(error.status(), headers, head ? Body.empty() : Body.of(page(error, requestId, now)));
    }

    private static String page(StorageException error, String requestId, Instant now) {
        StringBuilder html = new StringBuilder(512);
        html.append("<!DOCTYPE html><html><head><title>");
        XmlError.escape(html, error.code().wire());
        html.append("</title></head><body><h1>");
        XmlError.escape(html, XmlError.message(error));
        html.append("</h1><ul><li>HttpStatusCode: ").append(error.status());
        html.append("</li><li>ErrorCode: ");
        XmlError.escape(html, error.code().wire());
        html.append("</li><li>RequestId : ").append(requestId);
        html.append("</li><li>TimeStamp : ").append(now);
        return html.append("</li></ul></body></html>").toString();
    }
}
