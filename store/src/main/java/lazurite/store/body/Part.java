package lazurite.store.body;

/**
 * One entry of a parts list: a block of a block blob, an append of an append blob.
 *
 * @param blockId the block's id as the client wrote it (base64 text); empty for appends
 */
public record Part(String blockId, BodyRef body) {}
