package lazurite.service.blob.retention;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazurite.service.account.Immutability;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import org.jspecify.annotations.Nullable;

/** The stored form of an account's {@link Immutability}: {@code docs/formats/immutability.md}. */
public final class ImmutabilityCodec {
    private static final int VERSION = 1;

    private ImmutabilityCodec() {}

    public static byte[] write(Immutability immutability) {
        RecordWriter out =
                new RecordWriter(VERSION).flag(1, immutability.versionLevel()).bytes(2, policy(immutability.policy()));
        new TreeMap<>(immutability.containers())
                .forEach((name, container) -> out.text(3, name).bytes(4, container(container)));
        return out.done();
    }

    public static Immutability read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Immutability.NONE;
        }
        RecordReader in = new RecordReader("immutability of an account", bytes, VERSION);
        boolean versionLevel = false;
        Policy policy = null;
        Map<String, OfContainer> containers = new LinkedHashMap<>();
        String name = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> versionLevel = in.flag();
                case 2 -> policy = readPolicy(in.bytes());
                case 3 -> name = in.text();
                case 4 -> containers.put(name, readContainer(in.bytes()));
                default -> throw in.unknownField();
            }
        }
        return new Immutability(versionLevel, policy, containers);
    }

    private static byte[] container(OfContainer container) {
        RecordWriter out = new RecordWriter(1).flag(1, container.versionLevel()).bytes(2, policy(container.policy()));
        container.holds().forEach(tag -> out.text(3, tag));
        return out.flag(4, container.holdAppends()).done();
    }

    private static OfContainer readContainer(byte[] bytes) {
        RecordReader in = new RecordReader("immutability of a container", bytes, 1);
        boolean versionLevel = false;
        Policy policy = null;
        List<String> holds = new ArrayList<>();
        boolean holdAppends = false;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> versionLevel = in.flag();
                case 2 -> policy = readPolicy(in.bytes());
                case 3 -> holds.add(in.text());
                case 4 -> holdAppends = in.flag();
                default -> throw in.unknownField();
            }
        }
        return new OfContainer(versionLevel, policy, holds, holdAppends);
    }

    private static byte @Nullable [] policy(@Nullable Policy policy) {
        return policy == null
                ? null
                : new RecordWriter(1)
                        .number(1, policy.days())
                        .flag(2, policy.locked())
                        .number(3, code(policy.appends()))
                        .done();
    }

    private static Policy readPolicy(byte[] bytes) {
        RecordReader in = new RecordReader("immutability policy", bytes, 1);
        int days = 0;
        boolean locked = false;
        Appends appends = Appends.NONE;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> days = in.integer();
                case 2 -> locked = in.flag();
                case 3 -> appends = appends(in);
                default -> throw in.unknownField();
            }
        }
        return new Policy(days, locked, appends);
    }

    private static int code(Appends appends) {
        return switch (appends) {
            case NONE -> 0;
            case APPEND_BLOBS -> 1;
            case ALL -> 2;
        };
    }

    private static Appends appends(RecordReader in) {
        return switch (in.integer()) {
            case 1 -> Appends.APPEND_BLOBS;
            case 2 -> Appends.ALL;
            default -> throw in.damaged();
        };
    }
}
