package lazurite.ledger.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import lazurite.ledger.RefusedException;
import lazurite.ledger.tree.Merkle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final Checkpoint CHECKPOINT = new Checkpoint("example.com/log", 7, Merkle.leaf(new byte[0]));
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00.9Z");

    @ParameterizedTest
    @EnumSource
    void aSignatureOfEachTypeVerifiesAndSurvivesItsNote(SignatureType type) {
        SignerKey key = SignerKey.generate("w.example/1", type, new SecureRandom());
        VerifierKey verifier = VerifierKey.parse(key.verifier().text());
        Note note = Note.parse(new Note(CHECKPOINT.text(), List.of(key.sign(CHECKPOINT, NOW))).bytes());
        NoteSignature line = note.signatures().getFirst();

        assertThat(verifier.claims(line)).isTrue();
        if (type.timed()) {
            assertThat(verifier.verify(note.text(), line)).hasValue(NOW.getEpochSecond());
        } else {
            assertThat(verifier.verify(note.text(), line)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureCoversEverythingThatItSays(SignatureType type) {
        SignerKey key = SignerKey.generate("w.example/1", type, new SecureRandom());
        NoteSignature line = key.sign(CHECKPOINT, NOW);
        Checkpoint larger = new Checkpoint(CHECKPOINT.origin(), 8, CHECKPOINT.root());
        Checkpoint elsewhere = new Checkpoint("example.com/other", 7, CHECKPOINT.root());
        Checkpoint forked = new Checkpoint(CHECKPOINT.origin(), 7, Merkle.EMPTY);

        for (Checkpoint other : List.of(larger, elsewhere, forked)) {
            assertRefused(() -> key.verifier().verify(other.text(), line));
        }
        for (int i = 0; i < line.signature().length; i += 7) {
            byte[] changed = line.signature().clone();
            changed[i] ^= 1;
            assertRefused(() ->
                    key.verifier().verify(CHECKPOINT.text(), new NoteSignature(line.name(), line.keyId(), changed)));
        }
        byte[] cut = Arrays.copyOf(line.signature(), line.signature().length - 1);
        assertRefused(
                () -> key.verifier().verify(CHECKPOINT.text(), new NoteSignature(line.name(), line.keyId(), cut)));
        SignerKey another = SignerKey.generate("w.example/1", type, new SecureRandom());
        assertRefused(() -> another.verifier().verify(CHECKPOINT.text(), line));
    }

    @ParameterizedTest
    @EnumSource
    void aSecretIsReadAsItWasWritten(SignatureType type) {
        SignerKey key = SignerKey.generate("w.example/1", type, new SecureRandom());

        assertThat(SignerKey.parse(key.secretText()).verifier()).isEqualTo(key.verifier());
        assertThat(key.toString()).doesNotContain(key.secretText().substring(30));
        String other = key.secretText().replace("w.example/1", "w.example/2");
        assertRefused(() -> SignerKey.parse(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "name+00000000+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs",
                "lazurite.example/log/2026+D2952AAE+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs",
                "lazurite.example/log/2026+d2952aae+AupKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs",
                "lazurite.example/log/2026+d2952aae+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtI=",
                "lazurite.example/log/2026+d2952aae+",
                "a b+d2952aae+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
            })
    void whatIsNoVerifierKeyIsRefused(String vkey) {
        assertRefused(() -> VerifierKey.parse(vkey));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "text",
                "text\n",
                "text\n\n",
                "text\n— k AAAAAAA=\n",
                "text\n\n— k AAAAAAA=",
                "text\n\n- k AAAAAAA=\n",
                "text\n\n— k AAAA\n",
                "text\n\n— k AAAAAAB=\n",
                "text\n\n— k AAAAAAA\n",
                "text\n\n—  AAAAAAA=\n",
                "text\n\n— a+b AAAAAAA=\n",
                "te\txt\n\n— k AAAAAAA=\n",
                "text\r\n\n— k AAAAAAA=\n",
                "text\n\n— k AAAAAAA= \n",
                "text\n\n— k AAAAAAA=\nmore\n"
            })
    void whatIsNoNoteIsRefused(String note) {
        assertRefused(() -> Note.parse(note.getBytes(UTF_8)));
        assertRefused(() -> Note.parse(new byte[] {(byte) 0xC3, '\n', '\n'}));
    }

    @Test
    void aNoteMayHaveBlankLinesInItsText() {
        Note note = Note.parse("a\n\nb\n\n— k AAAAAAA=\n— k2 AAAAAAA=\n".getBytes(UTF_8));

        assertThat(note.text()).isEqualTo("a\n\nb\n");
        assertThat(note.signatures()).extracting(NoteSignature::name).containsExactly("k", "k2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n",
                "o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hS\n"
            })
    void whatIsNoCheckpointIsRefused(String text) {
        assertRefused(() -> Checkpoint.parse(text));
    }

    private static void assertRefused(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(RefusedException.class);
    }
}
