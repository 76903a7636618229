package lazurite.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.service.account.Account;
import lazurite.service.account.Target;
import lazurite.service.account.Use;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.auth.Permission.ResourceType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorizerTest {
    private static final Permission READ =
            new Permission(ResourceType.OBJECT, "r", "r", "r", "", PublicRead.BLOB, Use.READ);
    private static final Permission READ_IF_TAGS =
            new Permission(ResourceType.OBJECT, "r", "r", "r", "t", PublicRead.BLOB, Use.READ);
    private static final Permission LIST =
            new Permission(ResourceType.CONTAINER, "l", "l", Permission.NEVER, "", PublicRead.CONTAINER, Use.READ);
    private static final Permission PUT_WITH_TAGS =
            new Permission(ResourceType.OBJECT, "cw", "cw", "cw", "t", PublicRead.NEVER, Use.GROWTH);
    private static final Permission SET_ACL = new Permission(
            ResourceType.CONTAINER,
            Permission.NEVER,
            Permission.NEVER,
            Permission.NEVER,
            "",
            PublicRead.NEVER,
            Use.GROWTH);
    private static final Permission ANY = new Permission(ResourceType.ANY, "", "", "", "", PublicRead.NEVER, Use.READ);
    private static final Permission FIND = new Permission(
            ResourceType.SERVICE_OR_OBJECT, "f", Permission.NEVER, Permission.NEVER, "", PublicRead.NEVER, Use.READ);

    private record Asked(Permission permission, Resource resource) implements Operation {
        @Override
        public String name() {
            return "Asked";
        }
    }

    @ParameterizedTest
    @CsvSource({
        "r, o, READ, ",
        "wl, o, READ, AuthorizationPermissionMismatch",
        "r, sc, READ, AuthorizationResourceTypeMismatch",
        "l, c, LIST, ",
        "ct, o, PUT, ",
        "wt, o, PUT, ",
        "t, o, PUT, AuthorizationPermissionMismatch",
        "cw, o, PUT, AuthorizationPermissionMismatch",
        "rwdlacupt, sco, ACL, AuthorizationPermissionMismatch",
        "x, s, ANY, ",
        "x, o, ANY, ",
        "f, s, FIND, ",
        "f, o, FIND, ",
        "f, c, FIND, AuthorizationResourceTypeMismatch",
    })
    void anAccountSasNeedsTypeAndLetters(String letters, String types, String operation, @Nullable String refusal) {
        expect(new Grant.Account(letters, types, null), permission(operation), refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "true, l, LIST, ",
        "false, l, LIST, AuthorizationPermissionMismatch",
        "true, r, LIST, AuthorizationPermissionMismatch",
        "false, r, READ, ",
        "true, ct, PUT, ",
        "false, c, PUT, AuthorizationPermissionMismatch",
        "true, racwdxyltfmeopi, ACL, AuthorizationPermissionMismatch",
    })
    void aServiceSasNeedsLettersByItsScope(boolean whole, String letters, String operation, @Nullable String refusal) {
        expect(new Grant.Service(whole, letters, ResponseOverrides.NONE, null), permission(operation), refusal);
    }

    @Test
    void aKeyMayDoEverything() {
        for (Permission permission : List.of(READ, LIST, PUT_WITH_TAGS, SET_ACL, ANY)) {
            assertThat(authorize(new Grant.Key(), permission, "/devstoreaccount1/c/b")
                            .kind())
                    .isEqualTo(Caller.Kind.SHARED_KEY);
        }
    }

    @Test
    void nobodyWritesToASecondary() {
        String secondary = "/devstoreaccount1-secondary/c/b";
        StorageException refused = catchThrowableOfType(
                StorageException.class, () -> authorize(new Grant.Key(), PUT_WITH_TAGS, secondary));

        assertThat(refused.code()).isEqualTo(ErrorCode.InsufficientAccountPermissions);
        assertThat(authorize(new Grant.Key(), READ, secondary).account()).isEqualTo(Given.NAME);
    }

    @Test
    void aSasThatDemandsAnEncryptionScopeIsHeldToIt() {
        Grant scoped = new Grant.Service(true, "rwt", ResponseOverrides.NONE, "scope");

        expect(scoped, READ, null);
        expect(scoped, PUT_WITH_TAGS, null);
        assertThat(authorize(scoped, PUT_WITH_TAGS, "/devstoreaccount1/c/b").encryptionScope())
                .isEqualTo("scope");
        assertThat(authorize(new Grant.Key(), READ, "/devstoreaccount1/c/b").encryptionScope())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(PublicRead.class)
    void anonymousCallersReadWhatIsPublic(PublicRead level) {
        boolean blobs = level != PublicRead.NEVER;
        boolean lists = level == PublicRead.CONTAINER;

        assertThat(anonymously(level, READ, "2026-10-06", true))
                .isEqualTo(blobs ? null : ErrorCode.NoAuthenticationInformation);
        assertThat(anonymously(level, LIST, "2026-10-06", true))
                .isEqualTo(lists ? null : ErrorCode.NoAuthenticationInformation);
        assertThat(anonymously(level, PUT_WITH_TAGS, "2026-10-06", true))
                .isEqualTo(ErrorCode.NoAuthenticationInformation);
        assertThat(anonymously(level, READ_IF_TAGS, "2026-10-06", true))
                .isEqualTo(ErrorCode.NoAuthenticationInformation);
        assertThat(anonymously(level, READ, "2009-09-19", true)).isEqualTo(blobs ? null : ErrorCode.ResourceNotFound);
        assertThat(anonymously(level, READ, "2026-10-06", false)).isEqualTo(ErrorCode.PublicAccessNotPermitted);
        assertThat(anonymously(level, PUT_WITH_TAGS, "2026-10-06", false))
                .isEqualTo(ErrorCode.NoAuthenticationInformation);
    }

    private static @Nullable ErrorCode anonymously(
            PublicRead level, Permission permission, String version, boolean allowed) {
        Target open = Given.target("GET", "/devstoreaccount1/c/b", new Headers());
        Target target = new Target(
                open.request(),
                open.service(),
                new Account(Given.NAME, open.account().keys(), allowed),
                false,
                open.resourcePath(),
                open.query(),
                open.endpoint());
        ContainerPolicy.Source policies =
                (account, container) -> container.equals("c") ? new ContainerPolicy(level, List.of()) : null;
        try {
            Caller caller = new Authorizer(policies)
                    .authorize(new Grant.Anonymous(), target, new Asked(permission, Given.blob("c", "b")), version);
            assertThat(caller.kind()).isEqualTo(Caller.Kind.ANONYMOUS);
            return null;
        } catch (StorageException e) {
            return e.code();
        }
    }

    private static void expect(Grant grant, Permission permission, @Nullable String refusal) {
        if (refusal == null) {
            assertThat(authorize(grant, permission, "/devstoreaccount1/c/b").kind())
                    .isEqualTo(grant.kind());
        } else {
            StorageException refused = catchThrowableOfType(
                    StorageException.class, () -> authorize(grant, permission, "/devstoreaccount1/c/b"));
            assertThat(refused.code().name()).isEqualTo(refusal);
        }
    }

    private static Caller authorize(Grant grant, Permission permission, String uri) {
        return new Authorizer(Given.NO_POLICIES)
                .authorize(
                        grant,
                        Given.target("GET", uri, new Headers()),
                        new Asked(permission, Given.blob("c", "b")),
                        Given.VERSION);
    }

    private static Permission permission(String name) {
        return switch (name) {
            case "READ" -> READ;
            case "LIST" -> LIST;
            case "PUT" -> PUT_WITH_TAGS;
            case "ACL" -> SET_ACL;
            case "ANY" -> ANY;
            case "FIND" -> FIND;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
