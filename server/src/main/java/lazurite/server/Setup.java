package lazurite.server;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.AccountSettings.ContainerSettings;
import lazurite.server.config.AccountSettings.PublicAccess;
import lazurite.server.config.Config;
import lazurite.server.config.Seed;
import lazurite.service.account.Addressing;
import lazurite.service.account.Pass;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Operation;
import lazurite.service.gateway.Call;
import lazurite.service.gateway.Frontend;
import lazurite.service.gateway.Subrequests;

/**
 * Makes the containers and uploads the seeds that the configuration asks for, before anybody is served. Seeds go up at
 * the first start only: which were, stands in the file {@code seeded} of the data folder, written once all of a seed is
 * there. A seed never replaces a blob: also not where that file was lost, as in a restored backup.
 *
 * @param <O> the Blob service's operations
 */
final class Setup<O extends Operation> {
    private static final System.Logger LOG = System.getLogger(Setup.class.getName());
    private static final String VERSION = "2025-11-05";

    private final Frontend<O> blob;
    private final Addressing addressing;
    private final Config config;

    Setup(Frontend<O> blob, Addressing addressing, Config config) {
        this.blob = blob;
        this.addressing = addressing;
        this.config = config;
    }

    void run() throws IOException {
        for (AccountSettings settings : config.accounts()) {
            for (ContainerSettings container : settings.containers()) {
                makeContainer(settings.account().name(), container.name(), container.publicAccess());
            }
        }
        if (config.seeds().isEmpty()) {
            return;
        }
        List<String> done = new ArrayList<>(seeded());
        for (Seed seed : config.seeds()) {
            String name = seed.account() + "/" + seed.container() + "/" + seed.prefix();
            if (!done.contains(name)) {
                upload(seed);
                done.add(name);
                remember(done);
            }
        }
    }

    private void makeContainer(String account, String container, PublicAccess access) {
        Headers headers = new Headers();
        if (access != PublicAccess.NONE) {
            headers.add("x-ms-blob-public-access", access.name().toLowerCase(Locale.ROOT));
        }
        try {
            put(account, "/" + container + "?restype=container", headers, Body.empty());
            LOG.log(Level.INFO, "made container {0} of {1}", container, account);
        } catch (StorageException refused) {
            if (refused.code() != ErrorCode.ContainerAlreadyExists) {
                throw refused;
            }
        }
    }

    private void upload(Seed seed) throws IOException {
        makeContainer(seed.account(), seed.container(), PublicAccess.NONE);
        try (Stream<Path> all = Files.walk(seed.folder())) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                upload(seed, file);
            }
            LOG.log(Level.INFO, "seeded {0} of {1} with {2} blobs", seed.container(), seed.account(), files.size());
        }
    }

    private void upload(Seed seed, Path file) throws IOException {
        String name = seed.prefix() + seed.folder().relativize(file).toString().replace('\\', '/');
        Headers headers = new Headers()
                .add("x-ms-blob-type", "BlockBlob")
                .add("If-None-Match", "*")
                .addIfPresent("x-ms-blob-content-type", URLConnection.guessContentTypeFromName(name));
        try (InputStream bytes = Files.newInputStream(file)) {
            put(
                    seed.account(),
                    "/" + seed.container() + "/" + encoded(name),
                    headers,
                    new Body(Files.size(file), bytes));
        } catch (StorageException refused) {
            if (refused.code() != ErrorCode.BlobAlreadyExists) {
                throw refused;
            }
        }
    }

    private void put(String account, String path, Headers headers, Body body) {
        Headers all = headers.add("Host", "localhost")
                .add("x-ms-version", VERSION)
                .add("Content-Length", Long.toString(body.length()));
        Request request = new Request("PUT", "/" + account + path, all, body, InetAddress.getLoopbackAddress(), true);
        Target target = addressing.resolve(request, ServiceKind.BLOB);
        Caller caller = new Caller(Caller.Kind.SHARED_KEY, "", account);
        blob.serve(
                blob.parse(target), new Call(target, caller, VERSION, "setup", Pass.UNRESTRICTED, new NoSubrequests()));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private List<String> seeded() throws IOException {
        if (config.inMemory()) {
            return List.of();
        }
        try {
            return Files.readAllLines(config.data().resolve("seeded"));
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private void remember(List<String> done) throws IOException {
        if (config.inMemory()) {
            return;
        }
        Path fresh = config.data().resolve("seeded.new");
        Files.write(fresh, done);
        Files.move(fresh, config.data().resolve("seeded"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is set up consists of plain puts. */
    private static final class NoSubrequests implements Subrequests {
        @Override
        public Response serve(Request part, Call outer) {
            throw new IllegalStateException("no batch is set up");
        }

        @Override
        public Source resolveSource(String url, Call outer) {
            throw new IllegalStateException("no copy is set up");
        }
    }
}
