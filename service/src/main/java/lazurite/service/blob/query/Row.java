package lazurite.service.blob.query;

import java.util.List;
import lazurite.service.blob.query.Expression.Step;

/** One row, as conditions and columns see it. */
interface Row {
    /** The field by its place, from 1. */
    Value at(int number);

    /** The field by its name, and what is inside it. */
    Value at(List<Step> path, Effort effort);

    /** Hands over the whole row, field by field in order; a name of null is the field's place. */
    void each(Each each);

    /** The row as it stands in the blob, without its separator; empty if it does not stand there as one. */
    byte[] raw();

    /** Takes a row's fields. */
    @FunctionalInterface
    interface Each {
        void field(String name, Value value);
    }
}
