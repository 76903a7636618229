package lazurite.service.gateway;

import lazurite.http.Request;
import lazurite.http.Response;
import org.jspecify.annotations.Nullable;

/** Is told of each request once it ended, on the request's thread: must neither block nor throw. */
@FunctionalInterface
public interface RequestObserver {
    /** Watches nothing. */
    RequestObserver NONE = request -> {};

    void completed(RequestRecord request);

    /**
     * Likewise, for who wants to see more than the record holds.
     *
     * @param sent as it came; its body is read
     * @param answer null if none was made
     */
    default void completed(RequestRecord request, Request sent, @Nullable Response answer) {
        completed(request);
    }

    /** Tells this one, then the other. */
    default RequestObserver andThen(RequestObserver next) {
        RequestObserver first = this;
        return new RequestObserver() {
            @Override
            public void completed(RequestRecord request) {
                first.completed(request);
                next.completed(request);
            }

            @Override
            public void completed(RequestRecord request, Request sent, @Nullable Response answer) {
                first.completed(request, sent, answer);
                next.completed(request, sent, answer);
            }
        };
    }
}
