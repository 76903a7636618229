package lazurite.governance.verify;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import lazurite.governance.event.LegalEvent;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/** Sealed demands commit to their terms, and are unsealed to what they committed to. */
final class LegalCheck implements Check {
    private record Waiting(
            Place place, LegalEvent.Sealed sealed, @Nullable Hash commitment) {}

    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
    private final Findings findings = new Findings(Invariant.LEGAL);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.LEGAL;
    }

    @Override
    public void see(Step step) {
        switch (step.logged().event()) {
            case LegalEvent.Sealed sealed -> {
                Hash commitment = step.logged().entry().commitment();
                findings.require(commitment != null, step.place(), "It is sealed and commits to nothing.");
                waiting.put(step.logged().index(), new Waiting(step.place(), sealed, commitment));
            }
            case LegalEvent.Unsealed unsealed -> unsealed(step, unsealed);
            default -> {
                // nothing sealed
            }
        }
    }

    private void unsealed(Step step, LegalEvent.Unsealed unsealed) {
        Waiting sealed = waiting.remove(unsealed.sealed());
        if (sealed == null || !sealed.sealed().id().equals(unsealed.id())) {
            findings.broken(
                    step.place(),
                    "It unseals entry " + unsealed.sealed() + ", which is no sealed entry of the demand.");
            return;
        }
        findings.require(
                opens(unsealed, sealed.commitment()), step.place(), "It is not what the sealed entry committed to.");
        findings.due(
                sealed.place(),
                sealed.sealed().notBefore() + Silences.HOUR,
                step.time(),
                "The demand was unsealed too late, by entry " + step.logged().index() + ".");
    }

    private static boolean opens(LegalEvent.Unsealed unsealed, @Nullable Hash commitment) {
        byte[] salt = salt(unsealed.salt());
        return salt.length == Opening.SALT_BYTES
                && new Opening(salt, unsealed.terms().fields()).commitment().equals(commitment);
    }

    private static byte[] salt(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }

    @Override
    public void end(End end) {
        waiting.values()
                .forEach(demand -> findings.due(
                        demand.place(),
                        demand.sealed().notBefore() + Silences.HOUR,
                        end.now(),
                        "The demand's time came and it was not unsealed."));
    }
}
