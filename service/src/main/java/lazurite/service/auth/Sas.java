package lazurite.service.auth;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lazurite.service.account.Query;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a shared access signature, decoded, as the URL has them ({@code auth.md} §2); null where absent or
 * empty, which sign alike.
 *
 * @param version {@code sv}; null before 2012-02-12
 * @param services {@code ss}
 * @param resourceTypes {@code srt}
 * @param resource {@code sr}
 * @param permissions {@code sp}
 * @param start {@code st}
 * @param expiry {@code se}
 * @param identifier {@code si}
 * @param ip {@code sip}
 * @param protocol {@code spr}
 * @param encryptionScope {@code ses}
 * @param signedOid {@code skoid}, the mark of a user delegation SAS
 * @param overrides {@code rscc rscd rsce rscl rsct}
 * @param signature {@code sig}
 */
public record Sas(
        @Nullable String version,
        @Nullable String services,
        @Nullable String resourceTypes,
        @Nullable String resource,
        @Nullable String permissions,
        @Nullable String start,
        @Nullable String expiry,
        @Nullable String identifier,
        @Nullable String ip,
        @Nullable String protocol,
        @Nullable String encryptionScope,
        @Nullable String signedOid,
        ResponseOverrides overrides,
        String signature) {
    private static final Set<String> FIELDS = Set.of(
            "sv", "ss", "srt", "sr", "sp", "st", "se", "si", "sip", "spr", "ses", "skoid", "rscc", "rscd", "rsce",
            "rscl", "rsct", "sig");

    /**
     * Collects the fields.
     *
     * @throws lazurite.base.StorageException 403 AuthenticationFailed if one is there twice: what is checked must be
     *     what was signed
     */
    public static Sas parse(Query query) {
        Map<String, String> fields = new HashMap<>();
        for (Query.Parameter parameter : query.parameters()) {
            String name = parameter.name().toLowerCase(Locale.ROOT);
            if (FIELDS.contains(name) && fields.put(name, parameter.value()) != null) {
                throw Refusal.because("Signature fields not well formed.");
            }
        }
        fields.values().removeIf(String::isEmpty);
        return new Sas(
                fields.get("sv"),
                fields.get("ss"),
                fields.get("srt"),
                fields.get("sr"),
                fields.get("sp"),
                fields.get("st"),
                fields.get("se"),
                fields.get("si"),
                fields.get("sip"),
                fields.get("spr"),
                fields.get("ses"),
                fields.get("skoid"),
                new ResponseOverrides(
                        fields.get("rscc"),
                        fields.get("rscd"),
                        fields.get("rsce"),
                        fields.get("rscl"),
                        fields.get("rsct")),
                fields.getOrDefault("sig", ""));
    }

    /** Whether the SAS is of this version or a newer one; one without a version is older than all. */
    boolean since(String date) {
        return version != null && version.compareTo(date) >= 0;
    }

    /** Never the signature. */
    @Override
    public String toString() {
        return "Sas[sv=" + version + ", sr=" + resource + ", ss=" + services + ", sp=" + permissions + "]";
    }
}
