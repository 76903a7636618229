package lazurite.service.auth;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;

/** The ways in which a request fails to authenticate, worded as Azure words them ({@code auth.md} §1.7, §7). */
final class Refusal {
    private static final String DETAIL = "AuthenticationErrorDetail";

    private Refusal() {}

    static StorageException because(String detail) {
        return new StorageException(ErrorCode.AuthenticationFailed).with(DETAIL, detail);
    }

    static StorageException wrongMac(String signature, String stringToSign) {
        return because("The MAC signature found in the HTTP request '" + signature
                + "' is not the same as any computed signature. Server used following string to sign: '" + stringToSign
                + "'.");
    }

    static StorageException wrongSasSignature(String stringToSign) {
        return because("Signature did not match. String to sign used was " + stringToSign);
    }
}
