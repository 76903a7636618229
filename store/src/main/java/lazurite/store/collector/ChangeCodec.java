package lazurite.store.collector;

public final class ChangeCodec {
    private ChangeCodec() {}

    public static byte[] write(Change c) {
        return c.operation().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
