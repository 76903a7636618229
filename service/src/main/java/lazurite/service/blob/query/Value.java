package lazurite.service.blob.query;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** A value of the query language. */
sealed interface Value {
    /** A JSON field that the record does not have. */
    record Missing() implements Value {}

    /** JSON's null, and what an expression comes to that cannot be told: SQL's unknown. */
    record Null() implements Value {}

    record Bool(boolean value) implements Value {}

    record Int(long value) implements Value {}

    record Real(double value) implements Value {}

    record Text(String value) implements Value {}

    record Moment(OffsetDateTime value) implements Value {}

    /** A JSON array. */
    record Items(List<Value> values) implements Value {}

    /** A JSON object, in the order of its fields. */
    record Fields(Map<String, Value> values) implements Value {}

    /** Null or missing. */
    default boolean absent() {
        return this instanceof Null || this instanceof Missing;
    }

    static Value of(boolean value) {
        return value ? Constants.TRUE : Constants.FALSE;
    }
}
