package lazurite.tests.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request to the blob service, not yet signed.
 *
 * @param path as on the wire, with the account: percent-encoded
 * @param query decoded values by name
 * @param headers by lower-case name
 */
public record BlobCall(
        String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    private static final String HOST = "127.0.0.1";

    /** The server as the requests name it. */
    public static final String ROOT = "http://" + HOST;

    private static final DateTimeFormatter RFC1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
    private static final String VERSION = "2025-11-05";
    private static final byte[] NO_BODY = {};

    public BlobCall {
        query = new TreeMap<>(query);
        headers = new TreeMap<>(headers);
    }

    public static BlobCall of(String method, String path) {
        return new BlobCall(method, path, Map.of(), Map.of(), NO_BODY);
    }

    public BlobCall query(String name, String value) {
        Map<String, String> more = new TreeMap<>(query);
        more.put(name, value);
        return new BlobCall(method, path, more, headers, body);
    }

    public BlobCall header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new BlobCall(method, path, query, more, body);
    }

    public BlobCall body(byte[] bytes) {
        return new BlobCall(method, path, query, headers, bytes);
    }

    /** Percent-encodes one path segment or query value. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public String target() {
        StringBuilder target = new StringBuilder(path);
        char separator = '?';
        for (var parameter : query.entrySet()) {
            target.append(separator).append(parameter.getKey()).append('=').append(encode(parameter.getValue()));
            separator = '&';
        }
        return target.toString();
    }

    /** Request line and headers, signed, up to and with the empty line. */
    public byte[] signedHead(Signer signer) {
        return signedHead(signer, body.length);
    }

    /** The same for a body that is sent from elsewhere. */
    public byte[] signedHead(Signer signer, long length) {
        Map<String, String> all = new TreeMap<>(headers);
        all.putIfAbsent("x-ms-date", RFC1123.format(ZonedDateTime.now(ZoneOffset.UTC)));
        all.putIfAbsent("x-ms-version", VERSION);
        all.put("content-length", String.valueOf(length));
        String target = target();
        StringBuilder head =
                new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(HOST).append("\r\n");
        head.append("Authorization: ")
                .append(signer.authorization(method, target, all))
                .append("\r\n");
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
