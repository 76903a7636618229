package lazurite.server;

import java.io.IOException;
import lazurite.base.Platform;
import lazurite.server.config.Log;
import lazurite.server.operator.Metrics;
import lazurite.service.blob.logs.StorageLog;
import lazurite.service.gateway.AccessLog;
import lazurite.service.gateway.Admission;
import lazurite.service.gateway.LogFile;
import lazurite.service.gateway.RequestObserver;

/** Ties what watches requests and the store: metrics, access log. */
final class Observers {
    private Observers() {}

    /** What each request is told to. */
    static RequestObserver of(Log log, Metrics metrics, Platform platform, Closing closing) throws IOException {
        RequestObserver counting = request -> metrics.completed(
                request.service().label(),
                request.operation(),
                request.status(),
                request.bytesIn(),
                request.bytesOut(),
                request.durationMicros());
        LogFile file = switch (log.access()) {
            case Log.Access.Off _ -> null;
            case Log.Access.Stdout _ -> LogFile.to(System.out);
            case Log.Access.ToFile to -> LogFile.at(to.file(), to.rotateBytes(), to.keep());
        };
        if (file == null) {
            return counting;
        }
        AccessLog lines = new AccessLog(file, log.resources(), platform);
        closing.first(lines::close);
        metrics.counter(
                "lazurite_access_log_dropped_total", "Requests without a line in the access log", lines::dropped);
        return counting.andThen(lines);
    }

    /** What accounts' own logs have of requests. */
    static void storageLog(Metrics metrics, StorageLog log) {
        metrics.counter("lazurite_storage_log_lines_total", "Requests written into $logs of accounts", log::written);
        metrics.counter(
                "lazurite_storage_log_dropped_total", "Requests that $logs should have and has not", log::dropped);
    }

    /** Figures that are read, not counted. */
    static void figures(Metrics metrics, Storage storage, Admission admission) {
        metrics.gauge("lazurite_requests_in_flight", "Requests being served", admission::requestsInFlight);
        metrics.gauge("lazurite_uploads_in_flight", "Request bodies being read", admission::uploadsInFlight);
        metrics.gauge(
                "lazurite_store_free_bytes", "Room for new data; at 0 writes are refused", storage.engine()::bytesFree);
    }
}
