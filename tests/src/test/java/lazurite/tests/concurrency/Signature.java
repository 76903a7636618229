package lazurite.tests.concurrency;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import lazurite.server.config.AccountSettings;

/** Shared Key of the Blob service, as its documentation has it. */
final class Signature {
    private static final List<String> STANDARD = List.of(
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
    private static final SecretKeySpec KEY =
            new SecretKeySpec(Base64.getDecoder().decode(AccountSettings.DEV_KEY), "HmacSHA256");

    private Signature() {}

    /**
     * The Authorization header.
     *
     * @param target as on the wire, with the account
     */
    static String of(String method, String target, Map<String, String> headers) {
        StringBuilder text = new StringBuilder(method);
        for (String name : STANDARD) {
            String value = headers.getOrDefault(name, "");
            text.append('\n').append(name.equals("content-length") && value.equals("0") ? "" : value);
        }
        new TreeMap<>(headers).forEach((name, value) -> {
            if (name.startsWith("x-ms-")) {
                text.append('\n').append(name).append(':').append(value);
            }
        });
        String account = target.substring(1, target.indexOf('/', 1));
        int question = target.indexOf('?');
        text.append("\n/").append(account);
        text.append(question < 0 ? target : target.substring(0, question));
        if (question >= 0) {
            Map<String, String> parameters = new TreeMap<>();
            for (String pair : target.substring(question + 1).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            parameters.forEach(
                    (name, value) -> text.append('\n').append(name).append(':').append(value));
        }
        return "SharedKey " + account + ":" + hmac(text.toString());
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(KEY);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
