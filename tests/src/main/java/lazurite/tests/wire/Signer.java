package lazurite.tests.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Shared Key signatures of the blob service, versions from 2015-02-21 on. Written from the service's documentation, apart from the server's own code. */
public final class Signer {
    private static final List<String> SIGNED = List.of(
            "content-encoding",
            "content-language",
            "content-length",
            "content-md5",
            "content-type",
            "date",
            "if-modified-since",
            "if-match",
            "if-none-match",
            "if-unmodified-since",
            "range");

    private final String account;
    private final SecretKeySpec key;

    public Signer(String account, String keyBase64) {
        this.account = account;
        this.key = new SecretKeySpec(Base64.getDecoder().decode(keyBase64), "HmacSHA256");
    }

    /**
     * The value of the `Authorization` header.
     *
     * @param target path and query as they go on the wire
     * @param headers by lower-case name, `x-ms-date` among them
     */
    public String authorization(String method, String target, Map<String, String> headers) {
        return "SharedKey " + account + ":" + sign(stringToSign(method, target, headers));
    }

    private String stringToSign(String method, String target, Map<String, String> headers) {
        StringBuilder text = new StringBuilder(method);
        for (String name : SIGNED) {
            String value = headers.getOrDefault(name, "");
            text.append('\n').append(name.equals("content-length") && value.equals("0") ? "" : value);
        }
        text.append('\n');
        new TreeMap<>(headers).forEach((name, value) -> {
            if (name.startsWith("x-ms-")) {
                text.append(name).append(':').append(value.strip()).append('\n');
            }
        });
        int question = target.indexOf('?');
        text.append('/').append(account).append(question < 0 ? target : target.substring(0, question));
        if (question >= 0) {
            parameters(target.substring(question + 1))
                    .forEach((name, value) ->
                            text.append('\n').append(name).append(':').append(value));
        }
        return text.toString();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> sorted = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            sorted.put(
                    name.toLowerCase(Locale.ROOT),
                    URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        return sorted;
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }
}
