package lazurite.governance.event;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.key.KeyAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which role, from here on. The entry is signed by one holder of the roster before it (for the first: of
 * itself); a second holder, of another role, approves.
 *
 * @param holders everybody, names and keys each once
 * @param approver name of the second holder
 * @param approval base64 of the approver's Ed25519 signature over {@link #approved}
 */
public record RosterEvent(List<Holder> holders, String approver, String approval) implements Event {
    public static final String STREAM = "roster";

    private static final byte[] LABEL = "lzr-roster-v1\0".getBytes(StandardCharsets.US_ASCII);

    /**
     * A person or body.
     *
     * @param name a tag, the actor of its entries
     * @param key base64 of the Ed25519 public key's 32 bytes
     */
    public record Holder(String name, Set<Role> roles, String key) {
        public Holder {
            roles = Set.copyOf(roles);
            KeyAlgorithm.ED25519.publicKey(Strict.base64(key, "A holder's key"));
        }

        public PublicKey publicKey() {
            return KeyAlgorithm.ED25519.publicKey(Strict.base64(key, "A holder's key"));
        }
    }

    public RosterEvent {
        holders = List.copyOf(holders);
        Set<String> seen = new HashSet<>();
        for (Holder holder : holders) {
            if (!seen.add(holder.name()) || !seen.add(holder.key())) {
                throw new RefusedException("A roster names a holder or a key twice.");
            }
        }
        Strict.base64(approval, "An approval");
    }

    /** What the approver signs: these holders at this place of the stream. */
    public static byte[] approved(List<Holder> holders, StreamPosition at) {
        Json.Fields signed = new FieldWriter()
                .json("holders", items(holders))
                .number("seq", at.seq())
                .hash("prev", at.previous())
                .done();
        byte[] json = signed.canonical();
        byte[] message = new byte[LABEL.length + json.length];
        System.arraycopy(LABEL, 0, message, 0, LABEL.length);
        System.arraycopy(json, 0, message, LABEL.length, json.length);
        return message;
    }

    /** The holder of that name; null if there is none. */
    public @Nullable Holder find(String name) {
        return holders.stream()
                .filter(holder -> holder.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether the approval is this key's, for a roster at this place. */
    public boolean isApprovedBy(PublicKey key, StreamPosition at) {
        return KeyAlgorithm.ED25519.verifies(
                key, approved(holders, at), Base64.getDecoder().decode(approval));
    }

    @Override
    public EntryType type() {
        return EntryType.OPERATOR_ROSTER;
    }

    @Override
    public String stream() {
        return STREAM;
    }

    @Override
    public Json.Fields open() {
        return new FieldWriter()
                .json("holders", items(holders))
                .text("approver", approver)
                .text("approval", approval)
                .done();
    }

    static RosterEvent read(FieldReader in) {
        return new RosterEvent(
                in.items("holders", RosterEvent::holder), Names.tag(in, "approver"), in.text("approval"));
    }

    private static Holder holder(Json json) {
        FieldReader in = FieldReader.of(json);
        List<Role> roles = in.texts("roles").stream()
                .map(text -> Names.choice(text, "roles", Role.values()))
                .toList();
        Set<Role> distinct = new HashSet<>(roles);
        if (roles.isEmpty() || distinct.size() < roles.size()) {
            throw new RefusedException("A holder has no role, or one twice.");
        }
        Holder holder = new Holder(Names.tag(in, "name"), distinct, in.text("key"));
        in.requireNoMore();
        return holder;
    }

    private static Json.Items items(List<Holder> holders) {
        List<Json> items = new ArrayList<>();
        for (Holder holder : holders) {
            items.add(new FieldWriter()
                    .text("name", holder.name())
                    .texts(
                            "roles",
                            holder.roles().stream().sorted().map(Role::label).toList())
                    .text("key", holder.key())
                    .done());
        }
        return new Json.Items(items);
    }
}
