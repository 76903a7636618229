package lazurite.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.storage.common.StorageSharedKeyCredential;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every generation of the string to sign, written out by hand from the digest's table. */
class OldSasTest {
    static List<Arguments> generations() {
        return List.of(
                Arguments.of(
                        "sr=b&sp=rw&st=2026-11-21T09:30Z&se=2026-11-21T10:30Z",
                        "rw\n2026-11-21T09:30Z\n2026-11-21T10:30Z\n/devstoreaccount1/c/b\n"),
                Arguments.of(
                        "sv=2012-02-12&sr=b&sp=rw&se=2026-11-22",
                        "rw\n\n2026-11-22\n/devstoreaccount1/c/b\n\n2012-02-12"),
                Arguments.of(
                        "sv=2012-02-12&sr=c&sp=rw&se=2026-11-22",
                        "rw\n\n2026-11-22\n/devstoreaccount1/c\n\n2012-02-12"),
                Arguments.of(
                        "sv=2013-08-15&sr=b&sp=r&se=2026-11-22&rsct=text/html",
                        "r\n\n2026-11-22\n/devstoreaccount1/c/b\n\n2013-08-15\n\n\n\n\ntext/html"),
                Arguments.of(
                        "sv=2015-02-21&sr=b&sp=r&se=2026-11-22&rscc=x",
                        "r\n\n2026-11-22\n/blob/devstoreaccount1/c/b\n\n2015-02-21\nx\n\n\n\n"),
                Arguments.of(
                        "sv=2015-04-05&sr=b&sp=r&se=2026-11-22T00:00:00.0000000Z&sip=127.0.0.1&spr=https,http",
                        "r\n\n2026-11-22T00:00:00.0000000Z\n/blob/devstoreaccount1/c/b\n\n127.0.0.1\nhttps,http"
                                + "\n2015-04-05\n\n\n\n\n"),
                Arguments.of(
                        "sv=2018-11-09&sr=b&sp=r&se=2026-11-22&rscd=inline",
                        "r\n\n2026-11-22\n/blob/devstoreaccount1/c/b\n\n\n\n2018-11-09\nb\n\n\ninline\n\n\n"),
                Arguments.of(
                        "sv=2020-12-06&sr=c&sp=lr&se=2026-11-22",
                        "lr\n\n2026-11-22\n/blob/devstoreaccount1/c\n\n\n\n2020-12-06\nc\n\n\n\n\n\n\n"),
                Arguments.of(
                        "sv=2020-12-06&sr=b&sp=r&se=2026-11-22&ses=s",
                        "r\n\n2026-11-22\n/blob/devstoreaccount1/c/b\n\n\n\n2020-12-06\nb\n\ns\n\n\n\n\n"),
                Arguments.of(
                        "sv=2019-02-02&ss=b&srt=o&sp=r&se=2026-11-22",
                        "devstoreaccount1\nr\nb\no\n\n2026-11-22\n\n\n2019-02-02\n"),
                Arguments.of(
                        "sv=2020-12-06&ss=bfqt&srt=sco&sp=r&se=2026-11-22&ses=s",
                        "devstoreaccount1\nr\nbfqt\nsco\n\n2026-11-22\n\n\n2020-12-06\ns\n"),
                Arguments.of(
                        "sv=2030-01-01&ss=b&srt=o&sp=r&se=2026-11-22",
                        "devstoreaccount1\nr\nb\no\n\n2026-11-22\n\n\n2030-01-01\n\n"));
    }

    @ParameterizedTest
    @MethodSource("generations")
    void signsAsTheTableSays(String query, String stringToSign) {
        assertThat(grant(query, stringToSign)).isNotInstanceOf(Grant.Anonymous.class);
        assertThat(catchThrowableOfType(StorageException.class, () -> grant(query, stringToSign + "\n"))
                        .code())
                .isEqualTo(ErrorCode.AuthenticationFailed);
    }

    @Test
    void whatIsNotSignedDoesNotOverrideHeaders() {
        Grant grant = grant(
                "sv=2012-02-12&sr=b&sp=rw&se=2026-11-22&rsct=text/html",
                "rw\n\n2026-11-22\n/devstoreaccount1/c/b\n\n2012-02-12");

        assertThat(grant).isEqualTo(new Grant.Service(false, "rw", ResponseOverrides.NONE, null));
    }

    @Test
    void withoutAVersionOrPolicyAnHourIsTheMost() {
        StorageException refused = catchThrowableOfType(
                StorageException.class,
                () -> grant(
                        "sr=b&sp=rw&st=2026-11-21T09:30Z&se=2026-11-21T10:31Z",
                        "rw\n2026-11-21T09:30Z\n2026-11-21T10:31Z\n/devstoreaccount1/c/b\n"));

        assertThat(refused.details().get("AuthenticationErrorDetail"))
                .isEqualTo("Access without signed identifier cannot have time window more than 1 hour");
    }

    private static Grant grant(String query, String stringToSign) {
        String signature = new StorageSharedKeyCredential(Given.NAME, Given.KEY).computeHmac256(stringToSign);
        String uri = "/devstoreaccount1/c/b?" + query + "&sig=" + URLEncoder.encode(signature, StandardCharsets.UTF_8);
        return Given.authenticator()
                .authenticate(Given.target("GET", uri, new Headers()), Given.blob("c", "b"), Given.VERSION);
    }
}
