package lazurite.server.config;

import java.nio.file.Path;

/**
 * One value as it was given, with its place for messages.
 *
 * @param text the value, unparsed
 * @param place what names it in a message: {@code --blob-port}, {@code LAZURITE_HOST}, {@code host (lazurite.yaml line
 *     3)}
 * @param folder what a relative path in it is relative to
 */
record Setting(String text, String place, Path folder) {
    ConfigException wrong(String expected) {
        return new ConfigException(place + ": expected " + expected + ", found '" + text + "'");
    }
}
