package lazurite.service.blob.operation;

import static org.assertj.core.api.Assertions.assertThat;

import lazurite.service.auth.Permission;
import lazurite.service.blob.Requests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlobPermissionsTest {
    @ParameterizedTest
    @CsvSource({
        "GET /?restype=account&comp=properties, sco, ''",
        "HEAD /con?restype=account&comp=properties, sco, ''",
        "GET /con/b?restype=account&comp=properties, sco, ''",
        "GET /?comp=list, s, l",
        "GET /?comp=blobs&where=a%3D'b', so, f",
        "GET /con?restype=container&comp=blobs&where=a%3D'b', co, f",
        "GET /con?restype=container&comp=list, c, l",
        "GET /con?restype=container, c, r",
        "PUT /con?restype=container, c, cw",
        "GET /con?restype=container&comp=acl, c, !",
        "GET /con/b, o, r",
        "DELETE /con/b?snapshot=2026-11-21T10:11:12Z, o, d",
        "DELETE /con/b?versionid=2026-11-21T10:11:12Z, o, x",
        "DELETE /con/b?versionid=2026-11-21T10:11:12Z&deletetype=permanent, o, y",
        "PUT /con/b?comp=undelete, o, w",
        "DELETE /con/b?comp=immutabilityPolicies, o, i",
    })
    void anAccountSasNeedsOneTypeAndOneLetterOfThese(String line, String types, String letters) {
        Permission needed = Requests.parse(line).permission();

        assertThat(needed.resource().letters()).isEqualTo(types);
        assertThat(needed.account()).isEqualTo(letters);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /con/b, BLOB",
        "GET /con/b?comp=blocklist, BLOB",
        "GET /con/b?comp=blocklist&blocklisttype=committed, BLOB",
        "GET /con/b?comp=blocklist&blocklisttype=uncommitted, NEVER",
        "GET /con/b?comp=blocklist&blocklisttype=all, NEVER",
        "GET /con?restype=container&comp=list, CONTAINER",
        "GET /con/b?comp=tags, NEVER",
    })
    void anAnonymousCallerReadsWhereTheContainerIsOpen(String line, Permission.PublicRead needed) {
        assertThat(Requests.parse(line).permission().anonymous()).isEqualTo(needed);
    }
}
