package lazurite.store.body;

import lazurite.store.ExtentId;
import lazurite.store.Uid;
import org.jspecify.annotations.Nullable;

/**
 * Names one body and says where it was first put.
 *
 * @param id the body; also the context of its encryption
 * @param length bytes of content (plaintext)
 * @param extent where the message was written; null if the body went into the metadata commit, as the row
 *     (BODY, group + id) of the group that names it
 * @param offset where in the extent its first frame starts; 0 without extent
 */
public record BodyRef(Uid id, long length, @Nullable ExtentId extent, long offset) {}
