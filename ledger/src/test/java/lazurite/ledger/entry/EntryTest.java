package lazurite.ledger.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Map;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.Json;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.tree.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryTest {
    private static final Json.Fields OPEN = Json.Fields.of(Map.of("day", new Json.Text("2026-11-27")));
    private static final KeyPair PAIR = KeyAlgorithm.ED25519.pair(new byte[32]);
    private static final String HEARTBEAT =
            "{\"actor\":\"log\",\"pub\":{\"day\":\"2026-11-27\"},\"seq\":0,\"stream\":\"beat\",\"t\":5,\"type\":\"heartbeat\",\"v\":1}";

    @Test
    void anEntryHasTheseBytes() {
        Draft draft = new Draft(EntryType.HEARTBEAT, "beat", 5, "log", OPEN, null);

        assertThat(draft.at(StreamPosition.FIRST).bytes()).asString(UTF_8).isEqualTo(HEARTBEAT);
        Entry second = draft.at(draft.at(StreamPosition.FIRST).next());
        assertThat(second.seq()).isEqualTo(1);
        assertThat(second.bytes())
                .asString(UTF_8)
                .contains("\"prev\":\"" + Hash.sha256(HEARTBEAT.getBytes(UTF_8)).hex() + "\"");
    }

    @Test
    void anEntryWithEverythingIsReadAsItWasWritten() {
        Hash commitment = Opening.fresh(new Json.Whole(9), new SecureRandom()).commitment();
        Entry entry = new Draft(EntryType.CASE_DECISION, "case/7", 5, "reviewer-1", OPEN, commitment)
                .at(new StreamPosition(3, Hash.sha256()), PAIR.getPrivate());

        Entry read = Entry.parse(entry.bytes());
        assertThat(read).isEqualTo(entry);
        assertThat(read.isSignedBy(PAIR.getPublic())).isTrue();
    }

    @Test
    void aSignatureIsOfOneKeyOverTheWholeEntry() {
        Entry entry = new Draft(EntryType.CASE_DECISION, "case/7", 5, "reviewer-1", OPEN, null)
                .at(StreamPosition.FIRST, PAIR.getPrivate());
        byte[] otherSeed = new byte[32];
        otherSeed[0] = 1;

        assertThat(entry.isSignedBy(KeyAlgorithm.ED25519.pair(otherSeed).getPublic()))
                .isFalse();
        Entry moved = new Entry(entry.type(), "case/8", 0, null, 5, "reviewer-1", OPEN, null, entry.signature());
        assertThat(moved.isSignedBy(PAIR.getPublic())).isFalse();
        assertThat(new Draft(EntryType.HEARTBEAT, "beat", 5, "log", OPEN, null)
                        .at(StreamPosition.FIRST)
                        .isSignedBy(PAIR.getPublic()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v\":1|\"v\":2",
                "\"v\":1|\"v\":\"1\"",
                ",\"v\":1|''",
                "heartbeat|face.recognised",
                "\"t\":5|\"t\":-5",
                "\"t\":5|\"t\":null",
                "\"seq\":0|\"seq\":1",
                "\"seq\":0|\"seq\":-1",
                "\"stream\":\"beat\"|\"stream\":\"\"",
                "\"stream\":\"beat\"|\"stream\":\"a b\"",
                "\"stream\":\"beat\"|\"stream\":\"\u00e9\"",
                "\"actor\":\"log\"|\"actor\":7",
                "\"seq\":0|\"note\":1,\"seq\":0",
                "\"seq\":0|\"seq\": 0",
                "\"pub\":{\"day\":\"2026-11-27\"}|\"pub\":[]",
                ",\"seq\":0|,\"prev\":\"00\",\"seq\":0",
                ",\"stream\"|,\"sig\":\"AAAA\",\"stream\""
            })
    void aMalformedEntryIsRefused(String part, String instead) {
        String changed = HEARTBEAT.replace(part, instead);
        assertThat(changed).isNotEqualTo(HEARTBEAT);

        assertThatThrownBy(() -> Entry.parse(changed.getBytes(UTF_8))).isInstanceOf(RefusedException.class);
    }

    @Test
    void anEntryIsNeverLongerThanATileCanHold() {
        Json.Fields big = Json.Fields.of(Map.of("x", new Json.Text("y".repeat(65_500))));
        Entry entry = new Draft(EntryType.HEARTBEAT, "beat", 5, "log", big, null).at(StreamPosition.FIRST);

        assertThatThrownBy(entry::bytes).isInstanceOf(RefusedException.class).hasMessageContaining("65535");
        assertThatThrownBy(() -> Entry.parse(new byte[65_536])).isInstanceOf(RefusedException.class);
    }

    @Test
    void everyTypeIsFoundByItsName() {
        for (EntryType type : EntryType.values()) {
            assertThat(EntryType.of(type.wire())).isEqualTo(type);
        }
    }

    @Test
    void aCommitmentIsToSaltAndContent() {
        Json content = Json.Fields.of(Map.of("UsedCapacity", new Json.Whole(1000)));
        byte[] expected = Hash.sha256("lzr-com-v1".getBytes(UTF_8), new byte[1], new byte[32], content.canonical())
                .bytes();

        assertThat(new Opening(new byte[32], content).commitment()).isEqualTo(Hash.of(expected));
        SecureRandom random = new SecureRandom();
        assertThat(Opening.fresh(content, random).commitment())
                .isNotEqualTo(Opening.fresh(content, random).commitment());
        assertThatThrownBy(() -> new Opening(new byte[31], content)).isInstanceOf(RefusedException.class);
    }
}
