package lazurite.service.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Response;

/** Error answers of the blob and queue services ({@code constants.md} §4), without the byte order mark Azure sends. */
public final class XmlError {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int NOT_MODIFIED = 304;

    private XmlError() {}

    /** The answer; without a body for HEAD and 304. */
    public static Response render(StorageException error, String requestId, Instant now, boolean head) {
        if (head || error.status() == NOT_MODIFIED) {
            return Response.empty(error.status(), new Headers());
        }
        Headers headers = new Headers().add("Content-Type", "application/xml");
        return new Response(error.status(), headers, Body.of(document(error, requestId, now)));
    }

    private static String document(StorageException error, String requestId, Instant now) {
        StringBuilder xml = new StringBuilder(384);
        xml.append("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>");
        escape(xml, error.code().wire());
        xml.append("</Code><Message>");
        escape(xml, message(error));
        xml.append("\nRequestId:").append(requestId);
        xml.append("\nTime:").append(TIME.format(now)).append("</Message>");
        error.details().forEach((node, value) -> {
            xml.append('<').append(node).append('>');
            escape(xml, value);
            xml.append("</").append(node).append('>');
        });
        return xml.append("</Error>").toString();
    }

    static String message(StorageException error) {
        String message = error.getMessage();
        return message == null ? error.code().message() : message;
    }

    /** Escapes markup, and puts a question mark for what XML 1.0 cannot hold. */
    static void escape(StringBuilder xml, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '\r' -> xml.append("&#xD;");
                default -> xml.append(isXml(text, i) ? c : '?');
            }
        }
    }

    private static boolean isXml(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return (c >= ' ' && c < '\ufffe') || c == '\n' || c == '\t';
    }
}
