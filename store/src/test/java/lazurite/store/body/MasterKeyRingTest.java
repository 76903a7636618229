package lazurite.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.Engine;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Mutation;
import lazurite.store.Row;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyRingTest {
    private static final List<String> ACCOUNTS = List.of("devstoreaccount1", "other", "third");

    private final Engine engine = new MemoryEngine(Platform.system());
    private final UidSource uids = new UidSource(Platform.system());

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("keys").resolve("master.key");
    }

    @Test
    void makesTheFileAtFirstStartForItsOwnerOnly() throws IOException {
        open();
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void givesEachAccountOneKeyForGood() {
        MasterKeyRing ring = open();
        byte[] key = ring.account("one").bytes();
        assertThat(ring.account("one").bytes()).isEqualTo(key);
        assertThat(ring.account("two").bytes()).isNotEqualTo(key);
        assertThat(open().account("one").bytes()).isEqualTo(key);
    }

    @Test
    void givesEachEncryptionScopeAKeyOfItsOwn() {
        MasterKeyRing ring = open();
        byte[] key = ring.scope("one", "key").bytes();
        assertThat(ring.account("one").bytes()).isNotEqualTo(key);
        assertThat(ring.scope("one", "Key").bytes()).isNotEqualTo(key);
        assertThat(ring.scope("two", "key").bytes()).isNotEqualTo(key);
        assertThat(open().scope("one", "key").bytes()).isEqualTo(key);
        assertThatThrownBy(() -> ring.scope("one", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyOfAnEncryptionScopeIsNotTakenForAnothers() {
        open().scope("one", "a");
        byte[] row = MasterKeyRing.wrappedKeys(engine.metadata()).getFirst().value();
        Group one = Group.of("A", "one");
        engine.metadata()
                .commit(new Commit(
                        one,
                        uids.next(),
                        List.of(),
                        List.of(new Mutation.Put(Family.BASE, one.key("key/b"), row)),
                        null));
        assertThatThrownBy(this::open)
                .isInstanceOf(StorageException.class)
                .hasMessage("the key of account one/b is damaged");
    }

    @Test
    void storesNoKeyInTheClear() {
        byte[] key = open().account("one").bytes();
        byte[] row = MasterKeyRing.wrappedKeys(engine.metadata()).getFirst().value();
        assertThat(HexFormat.of().formatHex(row)).doesNotContain(HexFormat.of().formatHex(key));
    }

    @Test
    void refusesToStartWithoutTheFileThatTheStoreNeeds() throws IOException {
        open().account("one");
        Files.delete(file);
        assertThatThrownBy(this::open)
                .isInstanceOf(StorageException.class)
                .hasMessage(
                        "The master key file " + file + " is missing, and without it the data cannot be decrypted.");
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesAnotherMasterKey() throws IOException {
        open().account("one");
        Files.writeString(file, "00".repeat(32) + "\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(StorageException.class)
                .hasMessage("The key of account one is wrapped under another master key than the one given.");
    }

    @Test
    void refusesAFileThatIsNotOne() throws IOException {
        open();
        for (String text : List.of("", "\n", "00".repeat(31), "zz".repeat(32), "00".repeat(33))) {
            Files.writeString(file, text);
            assertThatThrownBy(this::open).isInstanceOf(StorageException.class).hasMessageContaining(file.toString());
        }
    }

    @Test
    void aKeyOfOneAccountIsNotTakenForAnothers() {
        open().account("one");
        byte[] row = MasterKeyRing.wrappedKeys(engine.metadata()).getFirst().value();
        Group two = Group.of("A", "two");
        engine.metadata()
                .commit(new Commit(
                        two,
                        uids.next(),
                        List.of(),
                        List.of(new Mutation.Put(Family.BASE, two.key("key"), row)),
                        null));
        assertThatThrownBy(this::open)
                .isInstanceOf(StorageException.class)
                .hasMessage("the key of account two is damaged");
    }

    @Test
    void aFlippedBitInAWrappedKeyIsNoticed() {
        open().account("one");
        Row row = MasterKeyRing.wrappedKeys(engine.metadata()).getFirst();
        for (int bit = 0; bit < 8 * row.value().length; bit++) {
            byte[] damaged = row.value().clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            engine.metadata()
                    .commit(new Commit(
                            Group.of("A", "one"),
                            uids.next(),
                            List.of(),
                            List.of(new Mutation.Put(Family.BASE, row.key(), damaged)),
                            null));
            assertThatThrownBy(this::open).isInstanceOf(StorageException.class);
        }
    }

    @Test
    void rotationKeepsTheAccountsKeysAndDropsTheOldMasterKey() throws IOException {
        List<byte[]> keys = keys(open());
        String old = Files.readString(file);
        MasterKeyRing ring = open();
        ring.rotate();
        assertThat(keys(ring)).usingRecursiveComparison().isEqualTo(keys);
        assertThat(Files.readString(file)).hasSameSizeAs(old).isNotEqualTo(old);
        assertThat(keys(open())).usingRecursiveComparison().isEqualTo(keys);
        Files.writeString(file, old);
        assertThatThrownBy(this::open).isInstanceOf(StorageException.class);
    }

    @Test
    void rotationCutAnywhereIsEndedByTheNextStart() throws IOException {
        List<byte[]> keys = keys(open());
        int steps = keys.size() + 2;
        for (int done = 0; done <= steps; done++) {
            MasterKeyRing cut = open();
            List<Row> rows = MasterKeyRing.wrappedKeys(engine.metadata());
            String before = Files.readString(file);
            for (int step = 0; step < done; step++) {
                if (step == 0) {
                    cut.addMaster();
                } else if (step <= rows.size()) {
                    cut.rewrap(rows.get(step - 1));
                } else {
                    cut.dropOld();
                }
            }
            assertThat(keys(open()))
                    .as("cut behind step %d", done)
                    .usingRecursiveComparison()
                    .isEqualTo(keys);
            assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
            assertThat(Files.readString(file).equals(before)).isEqualTo(done == 0);
        }
    }

    @Test
    void aRingInMemoryNeedsNoFile() {
        MasterKeyRing ring = MasterKeyRing.inMemory(engine.metadata(), uids, Platform.system());
        assertThat(ring.account("one").bytes()).isEqualTo(ring.account("one").bytes());
        ring.rotate();
        assertThat(file).doesNotExist();
    }

    private List<byte[]> keys(MasterKeyRing ring) {
        return ACCOUNTS.stream()
                .flatMap(account -> Stream.of(ring.account(account), ring.scope(account, "ward-7")))
                .map(DataKey::bytes)
                .toList();
    }

    private MasterKeyRing open() {
        return MasterKeyRing.open(file, engine.metadata(), uids, Platform.system());
    }
}
