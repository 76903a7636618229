package lazurite.http;

import java.net.InetAddress;

/**
 * A request whose head has been read; its body has not.
 *
 * @param method as received, case-sensitive
 * @param target the request target exactly as on the wire: path and query, never decoded or normalised; begins with
 *     {@code /}. Of an absolute-form target only path and query are given; {@code OPTIONS *} never comes here
 * @param headers as received, in order, bytes beyond ASCII as ISO-8859-1; names of fields that HTTP itself defines may
 *     be spelt in their usual way, others as received
 * @param body unread
 * @param remote the client's address
 * @param secure true if this server was reached over TLS
 */
public record Request(String method, String target, Headers headers, Body body, InetAddress remote, boolean secure) {
    /** The target up to the first {@code ?}. */
    public String rawPath() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The target behind the first {@code ?}; empty if there is none. */
    public String rawQuery() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }
}
