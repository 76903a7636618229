package lazurite.service.account;

/**
 * What was served under an export grant.
 *
 * @param requests that were answered
 * @param bytes of their bodies; of a copy, the source's length
 */
public record Exported(long requests, long bytes) {}
