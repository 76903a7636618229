package lazurite.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import lazurite.base.Platform;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.source.LogFolder;
import lazurite.governance.verify.Verification;
import lazurite.governance.verify.Verifier;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Hash;

/** What else is done with a ledger: entries of role keys, receipts, and verifying a whole log from outside. */
record LedgerRates(Settings settings, Platform platform, Table table) {
    void measure(Ledger ledger, Path folder) {
        signed(ledger, settings.sized(10_000, 200));
        receipts(ledger, settings.sized(20_000, 200));
        verified(folder, settings.sized(1_000_000, 10_000));
    }

    /** Signed before, as they come from the holders' machines; verified, appended and published here. */
    private void signed(Ledger ledger, int count) {
        byte[] seed = new byte[KeyAlgorithm.SEED_BYTES];
        platform.random().nextBytes(seed);
        KeyPair pair = KeyAlgorithm.ED25519.pair(seed);
        List<Entry> entries = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> new CaseEvent.Evidence("c-" + i, Hash.sha256())
                        .draft(1_700_000_000_000L, "rita", null)
                        .at(StreamPosition.FIRST, pair.getPrivate()))
                .toList();
        long begun = System.nanoTime();
        List<? extends CompletableFuture<?>> appended = entries.parallelStream()
                .map(entry -> {
                    require(entry.isSignedBy(pair.getPublic()));
                    return ledger.append(entry);
                })
                .toList();
        appended.forEach(CompletableFuture::join);
        row("entries of a role's key, verified and appended", count, System.nanoTime() - begun);
    }

    private void receipts(Ledger ledger, int count) {
        Policy policy =
                new Policy(List.of(new Policy.Log(ledger.settings().verifiers().getFirst(), null)), Map.of(), null);
        RandomGenerator random = platform.random();
        long size = ledger.size();
        List<Receipt> receipts = new ArrayList<>(count);
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            receipts.add(Objects.requireNonNull(ledger.receipt(random.nextLong(size))));
        }
        row("receipts made, one thread", count, System.nanoTime() - begun);
        List<byte[]> entries = receipts.stream()
                .map(receipt -> Objects.requireNonNull(ledger.entry(receipt.index())))
                .toList();
        begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            receipts.get(i).verify(entries.get(i), policy);
        }
        row("receipts verified, one thread", count, System.nanoTime() - begun);
    }

    private void verified(Path folder, int count) {
        SignerKey key = SignerKey.generate("bench.example/big", SignatureType.ED25519, platform.random());
        long entries = BigLog.write(folder, key, count);
        Policy policy = new Policy(List.of(new Policy.Log(key.verifier(), null)), Map.of(), null);
        long begun = System.nanoTime();
        try (LogFolder log = new LogFolder(folder)) {
            Verification said = Verifier.verify(log, policy, null, platform);
            row("entries of a mirrored log verified, I1 to I11", entries, System.nanoTime() - begun);
            require(said.isUnbroken());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void row(String what, long count, long nanos) {
        table.row(what, Table.number((double) count), Table.number(nanos / 1e9), Table.number(count * 1e9 / nanos));
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("what was measured is wrong");
        }
    }
}
