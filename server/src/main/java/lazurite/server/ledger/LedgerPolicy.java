package lazurite.server.ledger;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.server.config.ConfigException;
import lazurite.server.config.HttpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whose word the server takes for its log: that of the log's own keys, and of as many witnesses as the operator's policy
 * file says.
 *
 * @param policy with the log's own keys and no other log's
 * @param witnesses those that can be asked
 */
public record LedgerPolicy(Policy policy, List<Reached> witnesses) {
    /** Each has a thread, and a line in the checkpoint. */
    static final int WITNESSES_MAX = 32;

    /** A witness with its address, without a slash at its end. */
    public record Reached(Policy.Witness witness, URI address) {
        String name() {
            return witness.name();
        }
    }

    public LedgerPolicy {
        witnesses = List.copyOf(witnesses);
    }

    /**
     * Reads the file; without one, nobody but the log has to agree.
     *
     * @throws ConfigException with one sentence: the file is no policy, names other logs only, or a witness's address is
     *     none
     */
    static LedgerPolicy read(@Nullable Path file, LedgerSettings settings) throws IOException {
        List<Policy.Log> own = settings.verifiers().stream()
                .map(key -> new Policy.Log(key, null))
                .toList();
        if (file == null) {
            return new LedgerPolicy(new Policy(own, Map.of(), null), List.of());
        }
        Policy policy = parse(file);
        List<VerifierKey> named = policy.logs().stream().map(Policy.Log::key).toList();
        if (!named.isEmpty() && named.stream().noneMatch(settings.verifiers()::contains)) {
            throw wrong(
                    file,
                    "it names other logs, but not '" + settings.origin() + "'; add the line 'log "
                            + settings.verifiers().getFirst().text() + "'");
        }
        return new LedgerPolicy(new Policy(own, policy.witnesses(), policy.quorum()), reached(file, policy));
    }

    /**
     * Whether enough witnesses have agreed to a checkpoint that covers the entry; without a quorum in the policy, whether
     * the log has published one.
     */
    public boolean quorumOf(Ledger ledger, long index) {
        Receipt receipt = policy.quorum() == null ? ledger.receipt(index) : ledger.cosignedReceipt(index);
        byte[] entry = receipt == null ? null : ledger.entry(index);
        if (receipt == null || entry == null) {
            return false;
        }
        try {
            receipt.verify(entry, policy);
            return true;
        } catch (RefusedException tooFew) {
            return false;
        }
    }

    private static Policy parse(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw wrong(file, "there is no such file, or it cannot be read");
        }
        try {
            return Policy.parse(Files.readAllBytes(file));
        } catch (RefusedException malformed) {
            throw wrong(file, String.valueOf(malformed.getMessage()));
        }
    }

    private static List<Reached> reached(Path file, Policy policy) {
        List<Reached> reached = new ArrayList<>();
        for (Policy.Witness witness : policy.witnesses().values()) {
            String url = witness.url();
            if (url != null) {
                URI address = HttpAddress.parse(url);
                if (address == null) {
                    throw wrong(
                            file,
                            "the address of witness '" + witness.name() + "' is no http or https address: '" + url
                                    + "'");
                }
                reached.add(new Reached(witness, address));
            }
        }
        if (reached.size() > WITNESSES_MAX) {
            throw wrong(file, "it has " + reached.size() + " witnesses with an address; at most " + WITNESSES_MAX);
        }
        return reached;
    }

    private static ConfigException wrong(Path file, String why) {
        return new ConfigException("ledger.policy: " + file + " cannot be obeyed: " + why);
    }
}
