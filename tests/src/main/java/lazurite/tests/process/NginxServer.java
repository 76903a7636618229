package lazurite.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's nginx with WebDAV over plain files: no accounts, no checks, no syncs. The limit that a file server comes near to. */
public final class NginxServer {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

    private NginxServer() {}

    public static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    public static Launch on(Path folder) {
        int port = Ports.free();
        Path configuration = folder.resolve("nginx.conf");
        try {
            Files.createDirectories(folder.resolve("files"));
            Files.createDirectories(folder.resolve("temp"));
            Files.writeString(configuration, configuration(folder, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = List.of(
                PROGRAM.toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-p",
                folder.toString(),
                "-c",
                configuration.toString());
        Path output = folder.resolveSibling(folder.getFileName() + ".log");
        return new Launch("nginx", command, Map.of(), output, port, "/", Launch.DEV_ACCOUNT, Launch.DEV_KEY);
    }

    private static String configuration(Path folder, int port) {
        return """
                user %s;
                daemon off;
                worker_processes 2;
                pid %2$s/nginx.pid;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  keepalive_requests 1000000000;
                  client_max_body_size 0;
                  client_body_temp_path %2$s/temp;
                  proxy_temp_path %2$s/temp;
                  fastcgi_temp_path %2$s/temp;
                  uwsgi_temp_path %2$s/temp;
                  scgi_temp_path %2$s/temp;
                  server {
                    listen 127.0.0.1:%3$d;
                    root %2$s/files;
                    location / {
                      dav_methods PUT DELETE;
                      create_full_put_path on;
                    }
                  }
                }
                """.formatted(System.getProperty("user.name"), folder, port);
    }
}
