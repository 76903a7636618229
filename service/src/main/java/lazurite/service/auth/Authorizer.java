package lazurite.service.auth;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Target;

/**
 * Holds what a caller was granted against what an operation needs ({@code auth.md} §5, §7 and §9).
 *
 * <p>Concurrency: any thread.
 */
public final class Authorizer {
    private static final String UNAUTHENTICATED_IS_401_FROM = "2019-12-12";

    private final ContainerPolicy.Source policies;

    public Authorizer(ContainerPolicy.Source policies) {
        this.policies = policies;
    }

    /**
     * Decides.
     *
     * @param version the effective x-ms-version: it decides how an anonymous caller is refused
     * @throws StorageException 403 with the first check that fails; for anonymous callers 401
     *     NoAuthenticationInformation or, before 2019-12-12, 404 ResourceNotFound
     */
    public Caller authorize(Grant grant, Target target, Operation operation, String version) {
        Permission permission = operation.permission();
        String letters = switch (grant) {
            case Grant.Key() -> "";
            case Grant.Account account -> accountSas(account, permission);
            case Grant.Service service -> serviceSas(service, permission);
            case Grant.Anonymous() -> anonymous(target, operation, version);
        };
        if (target.secondary() && permission.use().writes()) {
            throw new StorageException(ErrorCode.InsufficientAccountPermissions);
        }
        return new Caller(grant.kind(), letters, target.account().name(), grant.encryptionScope());
    }

    private static String accountSas(Grant.Account sas, Permission permission) {
        if (!holdsOne(sas.resourceTypes(), permission.resource().letters())) {
            throw new StorageException(ErrorCode.AuthorizationResourceTypeMismatch);
        }
        requireLetters(sas.permissions(), permission.account(), permission.also());
        return sas.permissions();
    }

    private static String serviceSas(Grant.Service sas, Permission permission) {
        String needed = sas.wholeContainer() ? permission.container() : permission.blob();
        requireLetters(sas.permissions(), needed, permission.also());
        return sas.permissions();
    }

    private static void requireLetters(String held, String anyOf, String eachOf) {
        boolean enough = !anyOf.equals(Permission.NEVER)
                && (anyOf.isEmpty() || holdsOne(held, anyOf))
                && eachOf.chars().allMatch(letter -> held.indexOf(letter) >= 0);
        if (!enough) {
            throw new StorageException(ErrorCode.AuthorizationPermissionMismatch);
        }
    }

    private static boolean holdsOne(String held, String anyOf) {
        return anyOf.chars().anyMatch(letter -> held.indexOf(letter) >= 0);
    }

    private String anonymous(Target target, Operation operation, String version) {
        Permission.PublicRead needed = operation.permission().anonymous();
        String container = operation.resource().container();
        boolean needsMore = !operation.permission().also().isEmpty();
        if (needed == Permission.PublicRead.NEVER || needsMore || container == null) {
            throw unauthenticated(version);
        }
        if (!target.account().allowBlobPublicAccess()) {
            throw new StorageException(ErrorCode.PublicAccessNotPermitted);
        }
        ContainerPolicy policy = policies.find(target.account().name(), container);
        if (policy == null || policy.publicRead().compareTo(needed) < 0) {
            throw unauthenticated(version);
        }
        return "";
    }

    private static StorageException unauthenticated(String version) {
        return new StorageException(
                version.compareTo(UNAUTHENTICATED_IS_401_FROM) >= 0
                        ? ErrorCode.NoAuthenticationInformation
                        : ErrorCode.ResourceNotFound);
    }
}
