package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.proof.Verdict;
import lazurite.server.config.ConfigException;

/** {@code receipt verify ENTRY RECEIPT}: whether a receipt proves that an entry is in a log. Asks no server. */
final class ReceiptCommand {
    private ReceiptCommand() {}

    static int verify(List<String> words, PrintStream out) throws IOException {
        LogArguments arguments = LogArguments.parse(words, Set.of(), Set.of());
        List<String> files = arguments.operands("receipt verify", "the file of the entry", "the file of its receipt");
        byte[] entry = file(files.get(0));
        byte[] receipt = file(files.get(1));
        Policy policy = arguments.policy();
        try {
            Receipt proof = Receipt.parse(receipt);
            Verdict verdict = proof.verify(entry, policy);
            Entry read = Entry.parse(entry);
            out.println("entry " + proof.index() + " of " + verdict.checkpoint().origin() + " ("
                    + verdict.checkpoint().size() + " entries): " + read.type().wire() + " by " + read.actor() + " at "
                    + Instant.ofEpochMilli(read.time()));
            out.println(new String(read.open().canonical(), StandardCharsets.UTF_8));
            return Main.DONE;
        } catch (RefusedException unproven) {
            throw new IOException("the receipt does not prove the entry: " + unproven.getMessage(), unproven);
        }
    }

    private static byte[] file(String name) throws IOException {
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file)) {
                return Files.readAllBytes(file);
            }
        } catch (InvalidPathException malformed) {
            // told below
        }
        throw new ConfigException("receipt verify: there is no file " + name);
    }
}
