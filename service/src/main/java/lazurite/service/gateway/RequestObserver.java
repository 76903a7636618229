package lazurite.service.gateway;

/** Is told of each request once it ended, on the request's thread: must neither block nor throw. */
@FunctionalInterface
public interface RequestObserver {
    /** Watches nothing. */
    RequestObserver NONE = request -> {};

    void completed(RequestRecord request);

    /** Tells this one, then the other. */
    default RequestObserver andThen(RequestObserver next) {
        return request -> {
            completed(request);
            next.completed(request);
        };
    }
}
