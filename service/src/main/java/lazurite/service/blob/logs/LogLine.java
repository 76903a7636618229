package lazurite.service.blob.logs;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.service.account.Query;
import lazurite.service.gateway.RequestRecord;
import org.jspecify.annotations.Nullable;

/**
 * A request as a line of a log: the fields of Azure's "Storage Analytics log format", version 1.0 or 2.0, separated by
 * semicolons. Fields that may hold text of the client's are quoted, with markup and control characters as HTML
 * references. Of signatures, nothing is written.
 */
final class LogLine {
    private static final DateTimeFormatter BEGAN = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MODIFIED = DateTimeFormatter.ofPattern(
                    "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final List<String> CONDITIONS =
            List.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");

    /** Fields of version 2.0 that tell of OAuth tokens, which this server does not take. */
    private static final String WITHOUT_TOKEN = ";".repeat(8);

    private final StringBuilder line = new StringBuilder(512);

    private LogLine() {}

    static String of(String version, RequestRecord record, Request sent, @Nullable Response answer) {
        LogLine line = new LogLine();
        line.line.append(version);
        line.who(record, sent);
        line.what(record, sent);
        line.sizes(record, sent, answer);
        line.headers(record, sent, answer == null ? new Headers() : answer.headers());
        return line.line
                .append(version.equals("1.0") ? "\n" : WITHOUT_TOKEN + "\n")
                .toString();
    }

    private void who(RequestRecord record, Request sent) {
        LoggedAs as = LoggedAs.of(record, sent);
        String account = orEmpty(record.account());
        plain(BEGAN.format(record.time()));
        plain(LoggedAs.operation(record));
        plain(as.status(record));
        plain(record.status());
        plain(record.durationMicros() / 1_000);
        plain(record.durationMicros() / 1_000);
        plain(as.authentication());
        plain(as == LoggedAs.AUTHENTICATED ? account : "");
        plain(account);
        plain(record.service().label());
    }

    private void what(RequestRecord record, Request sent) {
        quoted((sent.secure() ? "https://" : "http://")
                + orEmpty(sent.headers().first("Host"))
                + sent.rawPath()
                + query(sent));
        quoted("/" + orEmpty(record.account()) + orEmpty(record.resource()));
        plain(record.requestId());
        plain(0);
        plain(record.remote());
        plain(record.version());
    }

    private void sizes(RequestRecord record, Request sent, @Nullable Response answer) {
        plain(sent.method().length() + sent.target().length() + size(sent.headers()));
        plain(record.bytesIn());
        plain(answer == null ? 0 : size(answer.headers()));
        plain(record.bytesOut());
        plain(Math.max(0, sent.body().length()));
    }

    private void headers(RequestRecord record, Request sent, Headers answer) {
        quoted(sent.headers().first("Content-MD5"));
        quoted(answer.first("Content-MD5"));
        quoted(answer.first("ETag"));
        plain(modified(answer.first("Last-Modified")));
        StringBuilder conditions = new StringBuilder();
        for (String name : CONDITIONS) {
            String value = sent.headers().first(name);
            if (value != null) {
                conditions
                        .append(conditions.isEmpty() ? "" : ";")
                        .append(name)
                        .append('=')
                        .append(value);
            }
        }
        quoted(conditions.toString());
        quoted(sent.headers().first("User-Agent"));
        quoted(withoutQuery(sent.headers().first("Referer")));
        quoted(record.clientRequestId());
    }

    /** The query, without what signs it; none that cannot be read, since what it hides is not known. */
    private static String query(Request sent) {
        StringBuilder query = new StringBuilder();
        try {
            for (Query.Parameter parameter : Query.parse(sent.rawQuery()).parameters()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.name())
                        .append('=');
                query.append(parameter.name().equalsIgnoreCase("sig") ? "XXXXX" : parameter.rawValue());
            }
        } catch (StorageException unreadable) {
            return "";
        }
        return query.toString();
    }

    /** A page's address may itself have been signed. */
    private static @Nullable String withoutQuery(@Nullable String address) {
        int query = address == null ? -1 : address.indexOf('?');
        return address == null || query < 0 ? address : address.substring(0, query);
    }

    /** In the form of RFC 850, as these logs have it. */
    private static String modified(@Nullable String httpDate) {
        if (httpDate == null) {
            return "";
        }
        try {
            return MODIFIED.format(DateTimeFormatter.RFC_1123_DATE_TIME.parse(httpDate));
        } catch (DateTimeParseException other) {
            return "";
        }
    }

    private static int size(Headers headers) {
        int size = 0;
        for (int i = 0; i < headers.size(); i++) {
            size += headers.name(i).length() + headers.value(i).length() + 4;
        }
        return size;
    }

    private void plain(long value) {
        line.append(';').append(value);
    }

    private void plain(String value) {
        line.append(';').append(value);
    }

    private void quoted(@Nullable String value) {
        line.append(';');
        if (value == null || value.isEmpty()) {
            return;
        }
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> line.append("&quot;");
                case '&' -> line.append("&amp;");
                case '<' -> line.append("&lt;");
                case '>' -> line.append("&gt;");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        line.append("&#").append((int) c).append(';');
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        line.append('"');
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
