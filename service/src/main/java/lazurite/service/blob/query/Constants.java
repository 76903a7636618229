package lazurite.service.blob.query;

/** Values that need to be there but once. */
final class Constants {
    static final Value MISSING = new Value.Missing();
    static final Value NULL = new Value.Null();
    static final Value TRUE = new Value.Bool(true);
    static final Value FALSE = new Value.Bool(false);

    private Constants() {}
}
