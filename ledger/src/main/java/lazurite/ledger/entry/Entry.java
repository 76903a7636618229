package lazurite.ledger.entry;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Tiles;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log ({@code docs/formats/ledger.md}). Its bytes are canonical JSON (RFC 8785). Entries hold neither
 * free text nor contact data.
 *
 * @param stream what it is the history of: visible ASCII
 * @param seq place in its stream, from 0 on
 * @param previous SHA-256 of the stream's entry before it; null for the first only
 * @param time milliseconds since 1970
 * @param actor who made it: visible ASCII
 * @param open what everybody may read
 * @param commitment to what stays private; null if there is nothing
 * @param signature base64 of the actor's Ed25519 signature; null on entries of machines
 */
public record Entry(
        EntryType type,
        String stream,
        long seq,
        @Nullable Hash previous,
        long time,
        String actor,
        Json.Fields open,
        @Nullable Hash commitment,
        @Nullable String signature) {

    /** Most bytes of an entry. */
    public static final int BYTES_MAX = Tiles.ENTRY_BYTES_MAX;

    /** Most characters of a stream's or an actor's name. */
    public static final int NAME_MAX = 128;

    private static final long VERSION = 1;

    // not the compact form: javac then loses @Nullable of the last parameters for other modules
    public Entry(
            EntryType type,
            String stream,
            long seq,
            @Nullable Hash previous,
            long time,
            String actor,
            Json.Fields open,
            @Nullable Hash commitment,
            @Nullable String signature) {
        this.type = type;
        this.stream = name(stream, "stream");
        this.seq = seq;
        this.previous = previous;
        this.time = time;
        this.actor = name(actor, "actor");
        this.open = open;
        this.commitment = commitment;
        this.signature = signature;
        if (seq < 0 || time < 0 || (seq == 0) != (previous == null)) {
            throw new RefusedException("An entry's place or time is impossible.");
        }
        if (signature != null
                && Strict.base64(signature, "An entry's signature").length != KeyAlgorithm.ED25519.signatureBytes()) {
            throw new RefusedException("An entry's signature is of another length.");
        }
    }

    /** Reads an entry and refuses what is not one, or not in the canonical form. */
    public static Entry parse(byte[] bytes) {
        if (!(Json.parseCanonical(bytes, BYTES_MAX) instanceof Json.Fields fields)) {
            throw new RefusedException("An entry is not an object.");
        }
        FieldReader in = new FieldReader(fields);
        if (in.number("v") != VERSION) {
            throw new RefusedException("An entry has another version than 1.");
        }
        Entry entry = new Entry(
                EntryType.of(in.text("type")),
                in.text("stream"),
                in.number("seq"),
                in.hashOrNull("prev"),
                in.number("t"),
                in.text("actor"),
                in.fields("pub"),
                in.hashOrNull("com"),
                in.textOrNull("sig"));
        in.requireNoMore();
        return entry;
    }

    /** The entry as it stands in the log. Refuses one of more than {@link #BYTES_MAX} bytes. */
    public byte[] bytes() {
        return bytes(signature);
    }

    /** What a signature signs: the entry without it. */
    public byte[] signedBytes() {
        return bytes(null);
    }

    /** This entry with the signature of its actor's key. */
    public Entry signed(PrivateKey key) {
        byte[] made = KeyAlgorithm.ED25519.sign(key, signedBytes());
        String text = Base64.getEncoder().encodeToString(made);
        return new Entry(type, stream, seq, previous, time, actor, open, commitment, text);
    }

    /** Whether the entry has a signature and it is this key's. */
    public boolean isSignedBy(PublicKey key) {
        return signature != null
                && KeyAlgorithm.ED25519.verifies(
                        key, signedBytes(), Base64.getDecoder().decode(signature));
    }

    /** The position behind this entry. */
    public StreamPosition next() {
        return new StreamPosition(seq + 1, Hash.sha256(bytes()));
    }

    private byte[] bytes(@Nullable String withSignature) {
        Map<String, Json> fields = new TreeMap<>();
        fields.put("v", new Json.Whole(VERSION));
        fields.put("type", new Json.Text(type.wire()));
        fields.put("stream", new Json.Text(stream));
        fields.put("seq", new Json.Whole(seq));
        fields.put("t", new Json.Whole(time));
        fields.put("actor", new Json.Text(actor));
        fields.put("pub", open);
        if (previous != null) {
            fields.put("prev", new Json.Text(previous.hex()));
        }
        if (commitment != null) {
            fields.put("com", new Json.Text(commitment.hex()));
        }
        if (withSignature != null) {
            fields.put("sig", new Json.Text(withSignature));
        }
        byte[] bytes = Json.Fields.of(fields).canonical();
        if (bytes.length > BYTES_MAX) {
            throw new RefusedException(
                    "An entry has " + bytes.length + " bytes, at most " + BYTES_MAX + " are allowed.");
        }
        return bytes;
    }

    private static String name(String name, String what) {
        if (name.isEmpty()
                || name.length() > NAME_MAX
                || name.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '"' || c == '\\')) {
            throw new RefusedException("An entry's " + what + " is not 1 to " + NAME_MAX + " visible characters.");
        }
        return name;
    }
}
