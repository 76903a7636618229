package lazurite.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import lazurite.base.StorageException;
import lazurite.http.Request;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.auth.Authenticator;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.Grant;
import lazurite.service.auth.Operation;
import lazurite.service.auth.Permission;

/** Whatever a request shows as its credential, it is verified or refused as Azure refuses, and never believed. */
class CredentialFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final ContainerPolicy POLICY = new ContainerPolicy(
            Permission.PublicRead.NEVER,
            List.of(
                    new SignedIdentifier("all", "2026-11-20", "2026-11-22T00:00:00.0000000Z", "racwdl"),
                    new SignedIdentifier("empty", null, null, null)));
    private static final Authenticator AUTHENTICATOR =
            new Authenticator((account, container) -> container.equals("c") ? POLICY : null, () -> NOW);

    @FuzzTest(maxDuration = "2m30s")
    void noForgedCredentialIsBelieved(byte[] bytes) {
        Request request = RequestText.parse(bytes);
        try {
            Target target = RequestText.addressing().find(request, ServiceKind.BLOB);
            if (target == null) {
                return;
            }
            Grant grant = AUTHENTICATOR.authenticate(target, new Operation.Resource("c", "b", null), "2026-10-06");
            assertThat(grant).isInstanceOf(Grant.Anonymous.class);
        } catch (StorageException refused) {
            assertThat(refused.status()).isIn(400, 401, 403);
        }
    }
}
