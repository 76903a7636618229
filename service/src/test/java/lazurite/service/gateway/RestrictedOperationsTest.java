package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import lazurite.service.account.Use;
import lazurite.terms.document.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each level against each operation, over the wire. */
class RestrictedOperationsTest {
    private static final AtomicInteger CONTAINERS = new AtomicInteger();
    private static RestrictedServer server;

    /** What is ordered, and what it leaves. */
    enum Order {
        NONE(null),
        WARNED(Level.WARNED),
        NO_GROWTH(Level.NO_GROWTH),
        EXPORT_ONLY(Level.EXPORT_ONLY),
        GRANTED(Level.EXPORT_ONLY),
        DISABLED(Level.DISABLED);

        private final @Nullable Level level;

        Order(@Nullable Level level) {
            this.level = level;
        }

        boolean leaves(Use use) {
            return switch (this) {
                case NONE, WARNED -> true;
                case NO_GROWTH -> use != Use.GROWTH;
                case GRANTED -> use == Use.PREFLIGHT || use == Use.READ;
                case EXPORT_ONLY, DISABLED -> false;
            };
        }

        void give() {
            if (level == null) {
                server.lift();
            } else if (this == GRANTED) {
                server.order(level, server.grant());
            } else {
                server.order(level);
            }
        }
    }

    /** {@code *} in a path, body or header is the container. */
    private enum Asked {
        CREATE_CONTAINER(Use.GROWTH, "PUT", "/*-new?restype=container", ""),
        SET_CONTAINER_METADATA(Use.GROWTH, "PUT", "/*?restype=container&comp=metadata", "", "x-ms-meta-a", "b"),
        PUT_BLOB(Use.GROWTH, "PUT", "/*/new", "1", "x-ms-blob-type", "BlockBlob"),
        OVERWRITE(Use.GROWTH, "PUT", "/*/b", "1", "x-ms-blob-type", "BlockBlob"),
        CREATE_APPEND_BLOB(Use.GROWTH, "PUT", "/*/new", "", "x-ms-blob-type", "AppendBlob"),
        APPEND_BLOCK(Use.GROWTH, "PUT", "/*/log?comp=appendblock", "1"),
        PUT_BLOCK(Use.GROWTH, "PUT", "/*/b?comp=block&blockid=AAAA", "1"),
        PUT_BLOCK_LIST(
                Use.GROWTH,
                "PUT",
                "/*/staged?comp=blocklist",
                "<?xml version=\"1.0\"?><BlockList><Latest>AAAA</Latest></BlockList>"),
        SET_PROPERTIES(Use.GROWTH, "PUT", "/*/b?comp=properties", "", "x-ms-blob-content-type", "text/plain"),
        SET_METADATA(Use.GROWTH, "PUT", "/*/b?comp=metadata", "", "x-ms-meta-a", "b"),
        SET_TAGS(
                Use.GROWTH,
                "PUT",
                "/*/b?comp=tags",
                "<?xml version=\"1.0\"?><Tags><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tags>"),
        SNAPSHOT(Use.GROWTH, "PUT", "/*/b?comp=snapshot", ""),
        COPY(Use.GROWTH, "PUT", "/*/copy", "", "x-ms-copy-source", "SELF/*/b"),
        PUT_BLOB_FROM_URL(
                Use.GROWTH, "PUT", "/*/from", "", "x-ms-copy-source", "SELF/*/b", "x-ms-blob-type", "BlockBlob"),
        PUT_BLOCK_FROM_URL(Use.GROWTH, "PUT", "/*/b?comp=block&blockid=BBBB", "", "x-ms-copy-source", "SELF/*/b"),
        APPEND_BLOCK_FROM_URL(Use.GROWTH, "PUT", "/*/log?comp=appendblock", "", "x-ms-copy-source", "SELF/*/b"),
        SET_SERVICE_PROPERTIES(
                Use.CHANGE,
                "PUT",
                "/?restype=service&comp=properties",
                "<?xml version=\"1.0\"?><StorageServiceProperties><Cors/></StorageServiceProperties>"),
        SET_ACL(Use.CHANGE, "PUT", "/*?restype=container&comp=acl", ""),
        LEASE_CONTAINER(
                Use.CHANGE,
                "PUT",
                "/*?restype=container&comp=lease",
                "",
                "x-ms-lease-action",
                "acquire",
                "x-ms-lease-duration",
                "15"),
        DELETE_CONTAINER(Use.CHANGE, "DELETE", "/*?restype=container", ""),
        SEAL(Use.CHANGE, "PUT", "/*/log?comp=seal", ""),
        SET_TIER(Use.CHANGE, "PUT", "/*/b?comp=tier", "", "x-ms-access-tier", "Cool"),
        LEASE(Use.CHANGE, "PUT", "/*/b?comp=lease", "", "x-ms-lease-action", "acquire", "x-ms-lease-duration", "15"),
        DELETE_BLOB(Use.CHANGE, "DELETE", "/*/b", ""),
        UNDELETE(Use.CHANGE, "PUT", "/*/b?comp=undelete", ""),
        DELETE_STAGED(Use.CHANGE, "DELETE", "/*/staged", ""),
        LIST_CONTAINERS(Use.READ, "GET", "/?comp=list", ""),
        GET_SERVICE_PROPERTIES(Use.READ, "GET", "/?restype=service&comp=properties", ""),
        GET_ACCOUNT(Use.READ, "GET", "/?restype=account&comp=properties", ""),
        GET_CONTAINER(Use.READ, "GET", "/*?restype=container", ""),
        GET_ACL(Use.READ, "GET", "/*?restype=container&comp=acl", ""),
        LIST_BLOBS(Use.READ, "GET", "/*?restype=container&comp=list", ""),
        GET_BLOB(Use.READ, "GET", "/*/b", ""),
        HEAD_BLOB(Use.READ, "HEAD", "/*/b", ""),
        GET_METADATA(Use.READ, "GET", "/*/b?comp=metadata", ""),
        GET_TAGS(Use.READ, "GET", "/*/b?comp=tags", ""),
        QUERY_BLOB(
                Use.READ,
                "POST",
                "/*/b?comp=query",
                "<QueryRequest><QueryType>SQL</QueryType><Expression>SELECT * FROM BlobStorage</Expression></QueryRequest>"),
        GET_BLOCK_LIST(Use.READ, "GET", "/*/staged?comp=blocklist&blocklisttype=all", ""),
        ANONYMOUS_GET(Use.PUBLIC_READ, "GET", "/*/b", ""),
        ANONYMOUS_LIST(Use.PUBLIC_READ, "GET", "/*?restype=container&comp=list", "");

        private final Use use;
        private final String method;
        private final String path;
        private final String body;
        private final String headers;

        Asked(Use use, String method, String path, String body, String... headers) {
            this.use = use;
            this.method = method;
            this.path = path;
            this.body = body;
            this.headers = String.join("|", headers);
        }

        HttpResponse<String> of(String container) throws Exception {
            String at = path.replace("*", container);
            if (use == Use.PUBLIC_READ) {
                return server.clinic.send(method, server.clinic.url(at), body, "x-ms-version", AccountClient.VERSION);
            }
            String[] values = headers.isEmpty() ? new String[0] : headers.split("\\|", -1);
            for (int i = 1; i < values.length; i += 2) {
                values[i] = values[i].replace("SELF", server.clinic.url("")).replace("*", container);
            }
            return server.clinic.signed(method, at, body, values);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = new RestrictedServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void isServedAsTheOrderSays(Order order) throws Exception {
        for (Asked asked : Asked.values()) {
            server.lift();
            String container = furnished();
            order.give();
            HttpResponse<String> answer = asked.of(container);
            String code = answer.headers().firstValue("x-ms-error-code").orElse("");
            if (order.leaves(asked.use)) {
                assertThat(answer.statusCode())
                        .as("%s %s", asked, answer.body())
                        .isLessThan(300);
            } else {
                assertThat(answer.statusCode()).as("%s", asked).isEqualTo(403);
                assertThat(code).as("%s", asked).isEqualTo("AccountIsDisabled");
            }
        }
    }

    /** A public container with a blob, an append blob and a staged block. */
    private static String furnished() throws Exception {
        String name = "con" + CONTAINERS.incrementAndGet();
        AccountClient clinic = server.clinic;
        made(clinic.signed("PUT", "/" + name + "?restype=container", "", "x-ms-blob-public-access", "container"));
        made(clinic.signed("PUT", "/" + name + "/b", "123", "x-ms-blob-type", "BlockBlob"));
        made(clinic.signed("PUT", "/" + name + "/log", "", "x-ms-blob-type", "AppendBlob"));
        made(clinic.signed("PUT", "/" + name + "/staged?comp=block&blockid=AAAA", "1"));
        return name;
    }

    private static void made(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
