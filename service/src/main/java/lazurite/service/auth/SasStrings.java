package lazurite.service.auth;

import lazurite.service.account.ServiceKind;
import org.jspecify.annotations.Nullable;

/** Strings to sign of shared access signatures for every {@code sv} ({@code auth.md} §3.1, §3.2). */
final class SasStrings {
    private SasStrings() {}

    static String account(Sas sas, String account) {
        StringBuilder text = new StringBuilder(160);
        line(text, account);
        line(text, sas.permissions());
        line(text, sas.services());
        line(text, sas.resourceTypes());
        line(text, sas.start());
        line(text, sas.expiry());
        line(text, sas.ip());
        line(text, sas.protocol());
        line(text, sas.version());
        if (sas.since("2020-12-06")) {
            line(text, sas.encryptionScope());
        }
        return text.toString();
    }

    /**
     * The string for a blob or a container.
     *
     * @param name {@code container} or {@code container/blob}, decoded
     * @param moment the snapshot or version a blob SAS is asked for
     */
    static String blob(Sas sas, String account, String name, @Nullable String moment) {
        StringBuilder text = new StringBuilder(256);
        line(text, sas.permissions());
        line(text, sas.start());
        line(text, sas.expiry());
        line(text, resource(sas, account, name));
        line(text, sas.identifier());
        if (sas.since("2015-04-05")) {
            line(text, sas.ip());
            line(text, sas.protocol());
        }
        if (sas.since("2012-02-12")) {
            line(text, sas.version());
        }
        if (sas.since("2018-11-09")) {
            line(text, sas.resource());
            line(text, moment);
        }
        if (sas.since("2020-12-06")) {
            line(text, sas.encryptionScope());
        }
        if (sas.since("2013-08-15")) {
            line(text, sas.overrides().cacheControl());
            line(text, sas.overrides().contentDisposition());
            line(text, sas.overrides().contentEncoding());
            line(text, sas.overrides().contentLanguage());
            line(text, sas.overrides().contentType());
        }
        return text.substring(0, text.length() - 1);
    }

    private static String resource(Sas sas, String account, String name) {
        String resource = "/" + account + "/" + name.replace('\\', '/');
        return sas.since("2015-02-21") ? "/" + ServiceKind.BLOB.label() + resource : resource;
    }

    private static void line(StringBuilder text, @Nullable String value) {
        text.append(value == null ? "" : value).append('\n');
    }
}
