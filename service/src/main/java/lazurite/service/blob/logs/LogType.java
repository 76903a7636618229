package lazurite.service.blob.logs;

import java.util.Locale;
import lazurite.http.Request;
import lazurite.service.blob.settings.Logging;
import lazurite.service.gateway.RequestRecord;

/** The kinds of requests that logging is switched on for. */
enum LogType {
    READ,
    WRITE,
    DELETE;

    static LogType of(RequestRecord record, Request sent) {
        String operation = record.operation();
        if (sent.method().equals("DELETE")) {
            return DELETE;
        }
        return switch (sent.method()) {
            case "GET", "HEAD", "OPTIONS" -> READ;
            default -> operation != null && operation.startsWith("Query") ? READ : WRITE;
        };
    }

    boolean isOn(Logging logging) {
        return switch (this) {
            case READ -> logging.read();
            case WRITE -> logging.write();
            case DELETE -> logging.delete();
        };
    }

    /** As metadata of a log names it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
