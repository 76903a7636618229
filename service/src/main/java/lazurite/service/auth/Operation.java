package lazurite.service.auth;

import org.jspecify.annotations.Nullable;

/** What a service can be asked, as far as authorization, log and metrics need to know it. */
public interface Operation {
    /** Azure's name of the operation, as in its storage logs: {@code PutBlob}, {@code ListContainers}. */
    String name();

    Permission permission();

    Resource resource();

    /**
     * What the operation is about, names decoded.
     *
     * @param container null for the service itself
     * @param blob null for a container
     * @param moment the snapshot or version asked for, as written; null for the base
     */
    record Resource(
            @Nullable String container,
            @Nullable String blob,
            @Nullable String moment) {
        public static final Resource SERVICE = new Resource(null, null, null);
    }
}
