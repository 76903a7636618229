package lazurite.service.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import lazurite.base.Platform;
import lazurite.http.HttpServer;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;

/** A gateway before scraps behind a real socket, and a client of its first account. */
final class Served extends AccountClient {
    static final String ACCOUNT = "acct1";
    static final String OTHER = "acct2";
    static final HttpServer.Options HTTP =
            new HttpServer.Options("127.0.0.1", 0, null, 100, 32 * 1024, Duration.ofSeconds(20), 1024 * 1024);
    private static final byte[] KEY = "a key of some length".getBytes(StandardCharsets.UTF_8);

    final ScrapFrontend scraps;
    final LinkedBlockingQueue<RequestRecord> records;
    private final HttpServer server;

    static Served standard() throws IOException {
        return new Served(Limits.standard(), () -> true, Enforcement.OPEN);
    }

    Served(Limits limits, BooleanSupplier writable, Enforcement enforcement) throws IOException {
        ScrapFrontend frontend = new ScrapFrontend();
        LinkedBlockingQueue<RequestRecord> seen = new LinkedBlockingQueue<>();
        Accounts accounts = new Accounts(Map.of(
                ACCOUNT, new Account(ACCOUNT, List.of(KEY), true), OTHER, new Account(OTHER, List.of(KEY), true)));
        Gateway.Options options = new Gateway.Options(
                new Admission(limits),
                enforcement,
                seen::add,
                writable,
                Gateway.Options.standard().challenge());
        HttpServer started = JettyHttpServer.start(
                HTTP, new Gateway<>(frontend, new Addressing(accounts, List.of()), Platform.system(), options));
        super(started.port(), ACCOUNT, KEY);
        scraps = frontend;
        records = seen;
        server = started;
    }

    @Override
    public void close() {
        server.stop(Duration.ZERO);
        super.close();
    }
}
