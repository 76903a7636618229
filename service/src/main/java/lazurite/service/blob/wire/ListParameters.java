package lazurite.service.blob.wire;

import java.util.EnumSet;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Query;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.tag.TagExpressions;
import lazurite.service.blob.text.Numbers;
import org.jspecify.annotations.Nullable;

/** Reads the query of a listing ({@code blob.md} §5 of the protocol digest). */
final class ListParameters {
    private static final int LIMIT = 5000;

    private ListParameters() {}

    static BlobOperation.ListContainers containers(Query query) {
        Integer maxResults = maxResults(query);
        return new BlobOperation.ListContainers(
                text(query, "prefix"),
                query.present("marker"),
                limit(maxResults),
                maxResults,
                include(query, EnumSet.of(Include.METADATA, Include.DELETED, Include.SYSTEM)));
    }

    static BlobOperation.ListBlobs blobs(String container, Query query) {
        Integer maxResults = maxResults(query);
        String delimiter = query.present("delimiter") == null ? null : text(query, "delimiter");
        Set<Include> include = include(query, EnumSet.complementOf(EnumSet.of(Include.SYSTEM)));
        if (delimiter != null && include.contains(Include.SNAPSHOTS)) {
            throw StorageException.invalidQuery("include", "snapshots", "Snapshots cannot be listed by hierarchy.");
        }
        return new BlobOperation.ListBlobs(
                container,
                text(query, "prefix"),
                delimiter,
                query.present("marker"),
                query.present("startFrom") == null ? null : text(query, "startFrom"),
                limit(maxResults),
                maxResults,
                include);
    }

    static BlobOperation.FindBlobsByTags find(@Nullable String container, Query query) {
        String where = query.text("where");
        if (where == null || where.isEmpty()) {
            throw missing("where");
        }
        Integer maxResults = maxResults(query);
        Set<Include> include = include(query, EnumSet.of(Include.VERSIONS));
        return new BlobOperation.FindBlobsByTags(
                container,
                where,
                TagExpressions.parseQuery(where),
                query.present("marker"),
                limit(maxResults),
                maxResults,
                include.contains(Include.VERSIONS));
    }

    static StorageException missing(String name) {
        return new StorageException(ErrorCode.MissingRequiredQueryParameter).with("QueryParameterName", name);
    }

    private static @Nullable String text(Query query, String name) {
        String value = query.text(name);
        if (value != null && value.indexOf('\0') >= 0) {
            throw StorageException.invalidQuery(name, "", "A name cannot hold the character NUL.");
        }
        return value;
    }

    /** Null if not given; 400 unless it is a number above 0. */
    static @Nullable Integer maxResults(Query query) {
        String text = query.present("maxresults");
        if (text == null) {
            return null;
        }
        boolean negative = text.startsWith("-");
        long number = Numbers.parse(text, negative ? 1 : 0, text.length());
        if (number < 0) {
            throw StorageException.invalidQuery("maxresults", text, "It is no number.");
        }
        if (negative || number == 0) {
            throw new StorageException(ErrorCode.OutOfRangeQueryParameterValue)
                    .with("QueryParameterName", "maxresults")
                    .with("QueryParameterValue", text)
                    .with("MinimumAllowed", "1")
                    .with("MaximumAllowed", Integer.toString(LIMIT));
        }
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    private static int limit(@Nullable Integer maxResults) {
        return maxResults == null ? LIMIT : Math.min(maxResults, LIMIT);
    }

    /** All values of all parameters of the name: repeated ones make one list, as for the service. */
    private static Set<Include> include(Query query, Set<Include> allowed) {
        Set<Include> include = EnumSet.noneOf(Include.class);
        for (Query.Parameter parameter : query.parameters()) {
            if (parameter.name().equalsIgnoreCase("include")) {
                include(parameter.value(), allowed, include);
            }
        }
        return include;
    }

    private static void include(String text, Set<Include> allowed, Set<Include> include) {
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            String part = text.substring(start, end).strip();
            Include one = include(part);
            if (one != null && allowed.contains(one)) {
                include.add(one);
            } else if (!part.isEmpty() && !part.equalsIgnoreCase("none")) {
                throw StorageException.invalidQuery("include", text, "A value is not known.");
            }
            start = end + 1;
        }
    }

    private static @Nullable Include include(String text) {
        for (Include include : Include.values()) {
            if (wire(include).equalsIgnoreCase(text)) {
                return include;
            }
        }
        return null;
    }

    private static String wire(Include include) {
        return switch (include) {
            case METADATA -> "metadata";
            case SNAPSHOTS -> "snapshots";
            case UNCOMMITTED_BLOBS -> "uncommittedblobs";
            case COPY -> "copy";
            case DELETED -> "deleted";
            case TAGS -> "tags";
            case VERSIONS -> "versions";
            case DELETED_WITH_VERSIONS -> "deletedwithversions";
            case IMMUTABILITY_POLICY -> "immutabilitypolicy";
            case LEGAL_HOLD -> "legalhold";
            case PERMISSIONS -> "permissions";
            case SYSTEM -> "system";
        };
    }
}
