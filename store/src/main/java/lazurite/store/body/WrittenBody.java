package lazurite.store.body;

import java.util.List;
import lazurite.store.Group;
import lazurite.store.Mutation;

/**
 * A finished body that no row names yet. While it is open the collector leaves its extent alone; close it once the
 * commit that names it has returned, whatever the outcome.
 */
public interface WrittenBody extends AutoCloseable {
    BodyRef ref();

    /** What the commit that names the body must also do: put the inline row in {@code group}, or nothing. */
    List<Mutation> mutations(Group group);

    /** Drops the in-memory guard. Recovery trusts references alone. */
    @Override
    void close();
}
