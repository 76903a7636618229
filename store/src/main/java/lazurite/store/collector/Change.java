package lazurite.store.collector;

import java.util.List;
import lazurite.store.Key;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.BodyRef;

/**
 * What one commit did to references and usage: the value of its CHANGE row, from which the collector derives
 * everything behind the commits. The row's key gives group and op id.
 *
 * @param timeMillis wall clock of the commit, milliseconds since 1970
 * @param operation name of the operation, as in the access log
 * @param scope what usage counts for: the container's incarnation in 16 hex digits
 * @param usage change of usage, except what {@code uploadsRetired} takes away
 * @param gained bodies that one more row names
 * @param lost bodies that one row fewer names
 * @param partsCreated parts lists of this group that came to be in this commit: each of their bodies is named once more
 * @param partsRetired parts lists of this group that nothing names any more: their bodies are lost, their rows garbage
 * @param uploadsRetired uncommitted uploads of this group that ended: likewise, and their bytes leave the usage
 * @param moved bodies of this group whose bytes now lie in the extent given (packing)
 * @param scopesRetired containers that were deleted: their rows are garbage, their usage ends
 * @param rowsRetired rows of this group in family PARTS that are garbage once no reader can need them; what they
 *     named is among {@code lost}
 * @param listsTouched lists of pages of this group that are to be tidied, see {@link Collector#listsToTidy}
 */
public record Change(
        long timeMillis,
        String operation,
        String scope,
        Usage usage,
        List<BodyRef> gained,
        List<BodyRef> lost,
        List<Uid> partsCreated,
        List<Uid> partsRetired,
        List<Uid> uploadsRetired,
        List<BodyRef> moved,
        List<String> scopesRetired,
        List<Key> rowsRetired,
        List<Uid> listsTouched) {
    public Change {
        gained = List.copyOf(gained);
        lost = List.copyOf(lost);
        partsCreated = List.copyOf(partsCreated);
        partsRetired = List.copyOf(partsRetired);
        uploadsRetired = List.copyOf(uploadsRetired);
        moved = List.copyOf(moved);
        scopesRetired = List.copyOf(scopesRetired);
        rowsRetired = List.copyOf(rowsRetired);
        listsTouched = List.copyOf(listsTouched);
    }

    /** A change that has nothing to do with lists of pages. */
    public Change(
            long timeMillis,
            String operation,
            String scope,
            Usage usage,
            List<BodyRef> gained,
            List<BodyRef> lost,
            List<Uid> partsCreated,
            List<Uid> partsRetired,
            List<Uid> uploadsRetired,
            List<BodyRef> moved,
            List<String> scopesRetired) {
        this(
                timeMillis,
                operation,
                scope,
                usage,
                gained,
                lost,
                partsCreated,
                partsRetired,
                uploadsRetired,
                moved,
                scopesRetired,
                List.of(),
                List.of());
    }
}
