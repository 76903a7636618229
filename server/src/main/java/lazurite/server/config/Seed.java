package lazurite.server.config;

import java.nio.file.Path;

/**
 * Blobs uploaded from a folder at the first start.
 *
 * @param prefix put before each file's path relative to the folder
 */
public record Seed(String account, String container, Path folder, String prefix) {}
