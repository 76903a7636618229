package lazurite.server;

import java.util.function.Function;
import lazurite.base.Platform;
import lazurite.http.HttpFetcher;
import lazurite.http.jetty.JettyHttpFetcher;
import lazurite.server.config.CopySettings;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Pass;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.blob.copy.OutsideSources;
import lazurite.service.gateway.Enforcement;
import lazurite.service.outside.HttpSources;
import org.jspecify.annotations.Nullable;

/** Ties copies from other servers to the configuration, and to what is in force. */
final class Copying {
    private static final int HEAD_BYTES_MAX = 16 << 10;

    private Copying() {}

    static OutsideSources sources(CopySettings settings, Platform platform, Closing closing) {
        HttpFetcher fetcher = new JettyHttpFetcher(
                new HttpFetcher.Options(settings.rule(), settings.silence(), HEAD_BYTES_MAX, 2 * settings.parallel()),
                platform);
        closing.first(fetcher::close);
        return new HttpSources(
                fetcher,
                new HttpSources.Pace(settings.silence(), settings.bytesPerSecondMin(), settings.bytesMax()),
                platform);
    }

    /** Leave to write to an account, for copies that were pending at the last stop; null if it is not served now. */
    static Function<String, @Nullable Pass> passes(Accounts accounts, Enforcement enforcement) {
        return name -> {
            Account account = accounts.find(name);
            return account == null ? null : enforcement.check(account, ServiceKind.BLOB, Use.GROWTH);
        };
    }
}
