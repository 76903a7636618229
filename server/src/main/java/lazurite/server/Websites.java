package lazurite.server;

import java.util.List;
import lazurite.base.Platform;
import lazurite.http.HttpServer;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;
import lazurite.service.account.ServiceKind;
import lazurite.service.blob.WebFrontend;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.gateway.Gateway;

/** The static websites of all accounts: on a port of their own, or under their host names beside another service. */
final class Websites {
    private final Addressing addressing;
    private final HttpServer.Handler gateway;

    Websites(
            BlobOperations blobs,
            Accounts accounts,
            List<String> hostSuffixes,
            Platform platform,
            Gateway.Options options) {
        this.addressing = Addressing.ofWebsites(accounts, hostSuffixes);
        this.gateway = new Gateway<>(new WebFrontend(blobs, platform.clock()), addressing, platform, options);
    }

    HttpServer.Handler gateway() {
        return gateway;
    }

    /** Serves requests whose host names a website; the others are left to that one. */
    HttpServer.Handler beside(HttpServer.Handler others) {
        return exchange ->
                (addressing.isHostStyle(exchange.request(), ServiceKind.BLOB) ? gateway : others).handle(exchange);
    }
}
