package lazurite.service.auth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lazurite.http.Headers;
import lazurite.service.account.Target;
import org.jspecify.annotations.Nullable;

/**
 * The strings that a client may have signed with a shared key ({@code auth.md} §1): one that nearly every client means,
 * and, if that fails, the variants in which known clients differ from each other.
 *
 * <p>Concurrency: one thread at a time.
 */
final class SharedKeyStrings {
    /** Variants tried before a request is refused; a bound on what a forged signature can cost. */
    static final int VARIANTS_MAX = 32;

    private static final String LENGTH_ZERO_UNTIL = "2015-02-21";

    private final Target target;
    private final boolean zeroLengthSigned;
    private final List<Field> signed = new ArrayList<>();
    private String encoding = "";
    private String language = "";
    private String length = "";
    private String md5 = "";
    private String type = "";
    private String date = "";
    private String modifiedSince = "";
    private String match = "";
    private String noneMatch = "";
    private String unmodifiedSince = "";
    private String range = "";

    /** An x-ms header, name in lower case. */
    private record Field(String name, String value) {}

    /** @param version the effective x-ms-version: before 2015-02-21 an empty body signs its length as 0 */
    SharedKeyStrings(Target target, String version) {
        this.target = target;
        this.zeroLengthSigned = version.compareTo(LENGTH_ZERO_UNTIL) < 0;
        Headers headers = target.request().headers();
        boolean dated = false;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (name.startsWith("x-ms-")) {
                dated |= name.equals("x-ms-date");
                signed.add(new Field(name, headers.value(i).strip()));
            } else {
                keep(name, headers.value(i));
            }
        }
        if (dated) {
            date = "";
        }
    }

    private void keep(String name, String value) {
        switch (name) {
            case "content-encoding" -> encoding = value;
            case "content-language" -> language = value;
            case "content-length" -> length = value.equals("0") ? "" : value;
            case "content-md5" -> md5 = value;
            case "content-type" -> type = value;
            case "date" -> date = value;
            case "if-modified-since" -> modifiedSince = value;
            case "if-match" -> match = value;
            case "if-none-match" -> noneMatch = value;
            case "if-unmodified-since" -> unmodifiedSince = value;
            case "range" -> range = value;
            default -> {}
        }
    }

    /** What nearly every client signs. */
    String usual() {
        return head(encoding, language, zeroLengthSigned && length.isEmpty() ? "0" : length)
                + canonicalHeaders(HeaderOrder.ORDINAL, true)
                + CanonicalQuery.USUAL.append(path(), target.query());
    }

    /** What nearly every client signs with SharedKeyLite. */
    String usualLite() {
        return liteHead() + canonicalHeaders(HeaderOrder.ORDINAL, true) + liteResource(path());
    }

    /** What else known clients sign; at most {@link #VARIANTS_MAX}. */
    Set<String> others() {
        Set<String> found = new LinkedHashSet<>();
        for (String path : paths()) {
            for (String headers : headerVariants()) {
                for (CanonicalQuery form : CanonicalQuery.values()) {
                    for (String head : heads()) {
                        if (found.size() < VARIANTS_MAX) {
                            found.add(head + headers + form.append(path, target.query()));
                        }
                    }
                }
            }
        }
        return found;
    }

    /** As {@link #others}, for SharedKeyLite. */
    Set<String> othersLite() {
        Set<String> found = new LinkedHashSet<>();
        for (String path : paths()) {
            for (String headers : headerVariants()) {
                found.add(liteHead() + headers + liteResource(path));
            }
        }
        return found;
    }

    /** The JavaScript client writes language and encoding in the other order; either length form is seen at zero. */
    private Set<String> heads() {
        Set<String> heads = new LinkedHashSet<>();
        heads.add(head(encoding, language, length));
        heads.add(head(language, encoding, length));
        if (length.isEmpty() && zeroLengthSigned) {
            heads.add(head(encoding, language, "0"));
            heads.add(head(language, encoding, "0"));
        }
        return heads;
    }

    private String head(String first, String second, String contentLength) {
        return target.request().method()
                + '\n'
                + first
                + '\n'
                + second
                + '\n'
                + contentLength
                + '\n'
                + md5
                + '\n'
                + type
                + '\n'
                + date
                + '\n'
                + modifiedSince
                + '\n'
                + match
                + '\n'
                + noneMatch
                + '\n'
                + unmodifiedSince
                + '\n'
                + range
                + '\n';
    }

    private String liteHead() {
        return target.request().method() + '\n' + md5 + '\n' + type + '\n' + date + '\n';
    }

    private Set<String> headerVariants() {
        Set<String> variants = new LinkedHashSet<>();
        variants.add(canonicalHeaders(HeaderOrder.ORDINAL, true));
        variants.add(canonicalHeaders(HeaderOrder.CULTURE, true));
        variants.add(canonicalHeaders(HeaderOrder.ORDINAL, false));
        variants.add(canonicalHeaders(HeaderOrder.CULTURE, false));
        return variants;
    }

    /** @param withEmpty false leaves out headers without a value, as was the rule before 2016-05-31 */
    private String canonicalHeaders(Comparator<String> order, boolean withEmpty) {
        signed.sort(Comparator.comparing(Field::name, order));
        StringBuilder text = new StringBuilder(256);
        Field previous = null;
        for (Field field : signed) {
            if (previous != null && previous.name().equals(field.name())) {
                text.setLength(text.length() - 1);
                text.append(',').append(field.value()).append('\n');
                continue;
            }
            if (withEmpty || !field.value().isEmpty()) {
                text.append(field.name()).append(':').append(field.value()).append('\n');
                previous = field;
            }
        }
        return text.toString();
    }

    private String path() {
        String raw = target.request().rawPath();
        return "/" + target.account().name() + (raw.isEmpty() ? "/" : raw);
    }

    /** On a path-style secondary some clients sign the account's plain name where the path has the secondary's. */
    private Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(path());
        String account = "/" + target.account().name();
        String secondary = account + account + "-secondary";
        if (target.secondary() && path().startsWith(secondary)) {
            paths.add(account + account + path().substring(secondary.length()));
        }
        return paths;
    }

    private String liteResource(String path) {
        @Nullable String comp = target.query().first("comp");
        return comp == null ? path : path + "?comp=" + comp;
    }
}
