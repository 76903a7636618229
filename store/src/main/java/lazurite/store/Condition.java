package lazurite.store;

/** What must hold of a row at the moment of the commit. */
public sealed interface Condition {
    Family family();

    Key key();

    /** There is no such row. */
    record Absent(Family family, Key key) implements Condition {}

    /** The row is there and has exactly this value. */
    record Equal(Family family, Key key, byte[] value) implements Condition {}
}
