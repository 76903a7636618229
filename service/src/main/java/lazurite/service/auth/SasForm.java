package lazurite.service.auth;

import lazurite.service.account.ServiceKind;
import org.jspecify.annotations.Nullable;

/** Whether the fields of a SAS are there and readable: the first of the checks ({@code auth.md} §7). */
final class SasForm {
    private static final String ACCOUNT_LETTERS = "rwdxylacuptfime";
    private static final String BLOB_LETTERS = "racwdxyltfmeopi";
    private static final String MALFORMED = "Signature fields not well formed.";

    private SasForm() {}

    static void checkAccount(Sas sas) {
        checkCommon(sas, ACCOUNT_LETTERS);
        require(sas.since("2015-04-05"));
        require(consistsOf(sas.services(), "bqtf"));
        require(consistsOf(sas.resourceTypes(), "sco"));
        require(sas.identifier() == null);
        requirePermissions(sas.permissions());
    }

    static void checkService(Sas sas, ServiceKind service) {
        checkCommon(sas, BLOB_LETTERS);
        if (service != ServiceKind.BLOB) {
            throw Refusal.because("A service SAS of this service is not supported.");
        }
        boolean known = switch (sas.resource()) {
            case "c", "b" -> true;
            case "bs" -> sas.since("2018-11-09");
            case "bv" -> sas.since("2019-10-10");
            case "d" -> throw Refusal.because("SAS field 'sr' is not well formed: this account has no directories.");
            case null, default -> false;
        };
        require(known);
        if (sas.identifier() == null) {
            requirePermissions(sas.permissions());
        }
    }

    private static void checkCommon(Sas sas, String letters) {
        require(!sas.signature().isEmpty());
        require(sas.version() == null || VersionDate.isWellFormed(sas.version()));
        require(sas.overrides().isWellFormed());
        require(sas.ip() == null || IpRange.parse(sas.ip()) != null);
        require(sas.protocol() == null || isProtocol(sas.protocol()));
        if (sas.permissions() != null && !consistsOf(sas.permissions(), letters)) {
            throw Refusal.because("SAS field 'sp' is not well formed.");
        }
    }

    private static boolean isProtocol(String protocol) {
        return switch (protocol) {
            case "https", "https,http", "http,https" -> true;
            default -> false;
        };
    }

    private static boolean consistsOf(@Nullable String text, String letters) {
        return text != null && text.chars().allMatch(letter -> letters.indexOf(letter) >= 0);
    }

    private static void requirePermissions(@Nullable String permissions) {
        if (permissions == null) {
            throw Refusal.because("sp is mandatory. Cannot be empty");
        }
    }

    private static void require(boolean wellFormed) {
        if (!wellFormed) {
            throw Refusal.because(MALFORMED);
        }
    }
}
