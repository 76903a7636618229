package lazurite.store;

/** One row of a scan. The value is the engine's to give away: nobody else holds the array. */
public record Row(Key key, byte[] value) {}
