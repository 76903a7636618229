package lazurite.service.blob.wire;

import java.util.Locale;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.Numbers;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a lease operation ({@code blob.md} §13 of the protocol digest). */
final class LeaseHeaders {
    private static final int DURATION_SECONDS_MIN = 15;
    private static final int DURATION_SECONDS_MAX = 60;
    private static final int BREAK_SECONDS_MAX = 60;
    private static final int GUID_DIGITS = 32;

    private LeaseHeaders() {}

    static LeaseAction action(RequestHead head) {
        String action = head.required(HeaderName.LEASE_ACTION);
        return switch (action.toLowerCase(Locale.ROOT)) {
            case "acquire" -> new LeaseAction.Acquire(duration(head), optional(head, HeaderName.PROPOSED_LEASE_ID));
            case "renew" -> new LeaseAction.Renew(id(head, HeaderName.LEASE_ID));
            case "change" ->
                new LeaseAction.Change(id(head, HeaderName.LEASE_ID), id(head, HeaderName.PROPOSED_LEASE_ID));
            case "release" -> new LeaseAction.Release(id(head, HeaderName.LEASE_ID));
            case "break" -> new LeaseAction.Break(period(head));
            default -> throw StorageException.invalidHeader(HeaderName.LEASE_ACTION.wire(), action);
        };
    }

    /**
     * A lease id in lower-case D form, from any of the forms N, D, B and P.
     *
     * @throws StorageException 400 InvalidHeaderValue if it is no GUID
     */
    static String guid(HeaderName name, String text) {
        String guid = guid(text);
        if (guid == null) {
            throw StorageException.invalidHeader(name.wire(), text);
        }
        return guid;
    }

    /** The GUID in lower-case D form; null if it is none. */
    static @Nullable String guid(String text) {
        String bare = unwrapped(text);
        boolean dashed = bare.length() == GUID_DIGITS + 4;
        if (!dashed && bare.length() != GUID_DIGITS) {
            return null;
        }
        StringBuilder guid = new StringBuilder(GUID_DIGITS + 4);
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            if (dashed && dash(i)) {
                if (c != '-') {
                    return null;
                }
                continue;
            }
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return null;
            }
            if (dash(guid.length())) {
                guid.append('-');
            }
            guid.append(Character.forDigit(digit, 16));
        }
        return guid.toString();
    }

    private static boolean dash(int position) {
        return position == 8 || position == 13 || position == 18 || position == 23;
    }

    private static String unwrapped(String text) {
        int last = text.length() - 1;
        boolean wrapped = last > 0
                && ((text.charAt(0) == '{' && text.charAt(last) == '}')
                        || (text.charAt(0) == '(' && text.charAt(last) == ')'));
        return wrapped ? text.substring(1, last) : text;
    }

    private static String id(RequestHead head, HeaderName name) {
        return guid(name, head.required(name));
    }

    private static @Nullable String optional(RequestHead head, HeaderName name) {
        return head.has(name) ? id(head, name) : null;
    }

    private static int duration(RequestHead head) {
        String text = head.required(HeaderName.LEASE_DURATION);
        if (text.equals("-1")) {
            return -1;
        }
        long seconds = Numbers.parse(text);
        if (seconds < DURATION_SECONDS_MIN || seconds > DURATION_SECONDS_MAX) {
            throw StorageException.invalidHeader(HeaderName.LEASE_DURATION.wire(), text);
        }
        return (int) seconds;
    }

    private static @Nullable Integer period(RequestHead head) {
        String text = head.value(HeaderName.LEASE_BREAK_PERIOD);
        if (text == null) {
            return null;
        }
        long seconds = Numbers.parse(text);
        if (seconds < 0 || seconds > BREAK_SECONDS_MAX) {
            throw StorageException.invalidHeader(HeaderName.LEASE_BREAK_PERIOD.wire(), text);
        }
        return (int) seconds;
    }
}
