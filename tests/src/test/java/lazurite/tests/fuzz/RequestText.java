package lazurite.tests.fuzz;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;

/**
 * Makes of any bytes a request that the HTTP engine could hand on: a line of method and target, then header lines.
 * What the engine refuses itself (control characters, names that are no tokens) is left out.
 */
public final class RequestText {
    public static final String ACCOUNT = "devstoreaccount1";

    private static final String TOKEN = "!#$%&'*+-.^_`|~";
    private static final long LENGTH_MAX = 1L << 40;

    private RequestText() {}

    /** Finds targets of the one account, whose key is 32 zeros. */
    public static Addressing addressing() {
        Account account = new Account(ACCOUNT, List.of(new byte[32]), true);
        return new Addressing(new Accounts(Map.of(ACCOUNT, account)), List.of("storage.example.org"));
    }

    public static Request parse(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1);
        int space = lines[0].indexOf(' ');
        String method = kept(lines[0].substring(0, Math.max(0, space)), true);
        String target = kept(lines[0].substring(space + 1), false);
        Headers headers = new Headers();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = colon < 0 ? "" : kept(lines[i].substring(0, colon), true);
            if (!name.isEmpty()) {
                headers.add(name, value(lines[i].substring(colon + 1)));
            }
        }
        return new Request(
                method.isEmpty() ? "GET" : method,
                target.startsWith("/") ? target : "/" + target,
                headers,
                new Body(length(headers), InputStream.nullInputStream()),
                InetAddress.getLoopbackAddress(),
                false);
    }

    private static long length(Headers headers) {
        String length = headers.first("Content-Length");
        if (length == null) {
            return headers.has("Transfer-Encoding") ? -1 : 0;
        }
        long number = 0;
        for (int i = 0; i < length.length(); i++) {
            int digit = length.charAt(i) - '0';
            number = digit < 0 || digit > 9 ? number : Math.min(LENGTH_MAX, number * 10 + digit);
        }
        return number;
    }

    private static String kept(String text, boolean token) {
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (token ? letter || TOKEN.indexOf(c) >= 0 : c > ' ' && c != 0x7F) {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    private static String value(String text) {
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= ' ' && c != 0x7F) || c == '\t') {
                kept.append(c);
            }
        }
        return kept.toString().strip();
    }
}
