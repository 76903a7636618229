package lazurite.http.jetty;

import lazurite.http.Headers;
import lazurite.http.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Turns a response's status and headers into Jetty's, refusing what would break the framing (RFC 9110 §5.5, §8.6). */
final class ResponseHead {
    private ResponseHead() {}

    static boolean hasBody(int status, String method) {
        return status != 204 && status != 304 && !method.equals("HEAD");
    }

    /**
     * Sets status and headers.
     *
     * @return length of the body in bytes, or -1 if not known
     */
    static long fill(Response answer, String method, org.eclipse.jetty.server.Response response) {
        Headers headers = answer.headers();
        long length = length(answer, method);
        check(headers);
        HttpFields.Mutable fields = response.getHeaders();
        fields.clear();
        for (int i = 0; i < headers.size(); i++) {
            HttpField field = new HttpField(headers.name(i), headers.value(i));
            if (field.getHeader() == HttpHeader.DATE) {
                fields.put(field);
            } else if (field.getHeader() != HttpHeader.CONTENT_LENGTH) {
                fields.add(field);
            }
        }
        response.setStatus(answer.status());
        if (saysLength(answer, length)) {
            fields.put(HttpHeader.CONTENT_LENGTH, length);
        }
        return length;
    }

    private static boolean saysLength(Response answer, long length) {
        return switch (answer.status()) {
            case 204 -> false;
            case 304 -> answer.headers().has("Content-Length");
            default -> length >= 0;
        };
    }

    private static long length(Response answer, String method) {
        String declared = answer.headers().first("Content-Length");
        long length = answer.body().length();
        if (declared == null) {
            return length;
        }
        long explicit = parseLength(declared);
        if (length >= 0 && explicit != length && hasBody(answer.status(), method)) {
            throw new IllegalArgumentException("Content-Length " + declared + " of a body of " + length + " bytes");
        }
        return explicit;
    }

    private static long parseLength(String value) {
        long length = Long.parseLong(value);
        if (length < 0) {
            throw new IllegalArgumentException("Content-Length " + value);
        }
        return length;
    }

    private static void check(Headers headers) {
        if (headers.has("Transfer-Encoding")) {
            throw new IllegalArgumentException("Transfer-Encoding is the engine's");
        }
        for (int i = 0; i < headers.size(); i++) {
            checkName(headers.name(i));
            checkValue(headers.name(i), headers.value(i));
        }
    }

    private static void checkName(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a header without a name");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == ':') {
                throw new IllegalArgumentException("bad character in the name of a header");
            }
        }
    }

    private static void checkValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
                throw new IllegalArgumentException("bad character in the value of header " + name);
            }
        }
    }
}
