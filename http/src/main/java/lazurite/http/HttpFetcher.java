package lazurite.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Reads what other servers offer: one GET over HTTP/1.1 on a connection of its own. Redirects are answers like others,
 * and never followed; contents are handed out as they were encoded.
 *
 * <p>Concurrency: any thread; the caller bounds how many fetches run at once.
 */
public interface HttpFetcher extends AutoCloseable {
    /**
     * What may be reached, and how long it may take.
     *
     * @param mayReach asked of each address that a name resolves to; connections go to an address that was asked about
     *     and to no other, whatever the name resolves to a moment later
     * @param silence how long a name, a connection, the head of an answer, and each piece of its content may take
     * @param headBytesMax longest head of an answer, in bytes
     * @param lookupsMax names looked up at once
     */
    record Options(Predicate<InetAddress> mayReach, Duration silence, int headBytesMax, int lookupsMax) {}

    /**
     * Sends the request and waits for the head of its answer. A thread that is interrupted gives up.
     *
     * @param address absolute, http or https; its certificate must be of its host
     * @throws java.net.UnknownHostException if the host is not known, or has no address that may be reached
     * @throws IOException if there is no answer, or none that is HTTP
     */
    Fetched get(URI address, Headers headers) throws IOException;

    /** Breaks off what is under way. */
    @Override
    void close();

    /** An answer whose content is still on its way. */
    interface Fetched extends AutoCloseable {
        int status();

        Headers headers();

        /** Content as sent; its stream throws when the sender breaks off before the end that it announced. */
        Body body();

        /** Breaks the fetch off unless it ends in this time. */
        void endWithin(Duration time);

        /** Breaks it off, from any thread, unless it has ended. */
        @Override
        void close();
    }
}
