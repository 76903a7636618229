package lazurite.tests.crash;

import java.util.Random;
import java.util.UUID;
import lazurite.tests.wire.BlobCall;

/** Chooses operations that are valid for a container as it is. */
final class ContainerActions {
    private final Random random;

    ContainerActions(Random random) {
        this.random = random;
    }

    /**
     * One operation on a container.
     *
     * @param after what the container is once it happened
     */
    record Action(String name, BlobCall call, int status, ContainerModel after) {}

    Action choose(String path, ContainerModel container) {
        if (!container.exists()) {
            return create(path);
        }
        return switch (random.nextInt(8)) {
            case 0 -> delete(path, container);
            case 1, 2 -> container.lease().isEmpty() ? acquire(path, container) : release(path, container);
            default -> setMetadata(path, container);
        };
    }

    private Action create(String path) {
        String word = word();
        BlobCall call = call("PUT", path, ContainerModel.ABSENT).header("x-ms-meta-word", word);
        return new Action("create container", call, 201, ContainerModel.created(word));
    }

    private static Action delete(String path, ContainerModel container) {
        return new Action("delete container", call("DELETE", path, container), 202, ContainerModel.ABSENT);
    }

    private Action setMetadata(String path, ContainerModel container) {
        String word = word();
        BlobCall call = call("PUT", path, container).query("comp", "metadata").header("x-ms-meta-word", word);
        return new Action("set container metadata", call, 200, container.withWord(word));
    }

    private static Action acquire(String path, ContainerModel container) {
        String id = UUID.randomUUID().toString();
        BlobCall call = call("PUT", path, container)
                .query("comp", "lease")
                .header("x-ms-lease-action", "acquire")
                .header("x-ms-lease-duration", "-1")
                .header("x-ms-proposed-lease-id", id);
        return new Action("acquire container lease", call, 201, container.withLease(id));
    }

    private static Action release(String path, ContainerModel container) {
        BlobCall call = call("PUT", path, container).query("comp", "lease").header("x-ms-lease-action", "release");
        return new Action("release container lease", call, 200, container.withLease(""));
    }

    private static BlobCall call(String method, String path, ContainerModel container) {
        BlobCall call = BlobCall.of(method, path).query("restype", "container");
        return container.lease().isEmpty() ? call : call.header("x-ms-lease-id", container.lease());
    }

    private String word() {
        return Long.toString(random.nextLong() >>> 1, 36);
    }
}
