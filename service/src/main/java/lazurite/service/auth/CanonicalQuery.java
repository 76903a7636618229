package lazurite.service.auth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lazurite.service.account.PercentEncoding;
import lazurite.service.account.Query;

/** The forms in which clients sign the query string ({@code auth.md} §1.3). */
enum CanonicalQuery {
    /** Values decoded; repeated ones sorted and joined by commas. */
    USUAL {
        @Override
        List<String> values(List<Query.Parameter> parameters) {
            return parameters.stream().map(Query.Parameter::value).toList();
        }
    },
    /** Values split at commas before they are decoded, the pieces sorted: Java. */
    PIECES {
        @Override
        List<String> values(List<Query.Parameter> parameters) {
            List<String> pieces = new ArrayList<>();
            for (Query.Parameter parameter : parameters) {
                for (String piece : parameter.rawValue().split(",", -1)) {
                    pieces.add(PercentEncoding.decode(piece));
                }
            }
            return pieces;
        }
    },
    /** Only the first of repeated parameters, and none without a value: Hadoop's ABFS. */
    FIRST_WITH_VALUE {
        @Override
        List<String> values(List<Query.Parameter> parameters) {
            String first = parameters.getFirst().value();
            return first.isEmpty() ? List.of() : List.of(first);
        }
    },
    /** {@code +} decoded to a space. */
    FORM_DECODED {
        @Override
        List<String> values(List<Query.Parameter> parameters) {
            return parameters.stream()
                    .map(parameter ->
                            PercentEncoding.decode(parameter.rawValue().replace('+', ' ')))
                    .toList();
        }
    };

    /** The values to sign for one name; none leaves the name out. */
    abstract List<String> values(List<Query.Parameter> parameters);

    /** The canonicalized resource: path, then a line for each name in lower case. */
    String append(String path, Query query) {
        if (query.parameters().isEmpty()) {
            return path;
        }
        StringBuilder text = new StringBuilder(path);
        grouped(query).forEach((name, parameters) -> {
            List<String> values = new ArrayList<>(values(parameters));
            Collections.sort(values);
            if (!values.isEmpty()) {
                text.append('\n').append(name).append(':').append(String.join(",", values));
            }
        });
        return text.toString();
    }

    private static Map<String, List<Query.Parameter>> grouped(Query query) {
        Map<String, List<Query.Parameter>> groups = new TreeMap<>();
        for (Query.Parameter parameter : query.parameters()) {
            groups.computeIfAbsent(parameter.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(parameter);
        }
        return groups;
    }
}
