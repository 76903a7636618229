package lazurite.store;

/** One row written or removed by a commit. */
public sealed interface Mutation {
    Family family();

    Key key();

    record Put(Family family, Key key, byte[] value) implements Mutation {}

    record Delete(Family family, Key key) implements Mutation {}
}
