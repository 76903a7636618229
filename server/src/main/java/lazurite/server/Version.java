package lazurite.server;

import org.jspecify.annotations.Nullable;

/** Lazurite's own version, from the jar's manifest. */
final class Version {
    private Version() {}

    /** Such as {@code 0.1.0}; {@code development} outside a jar. */
    static String text() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
