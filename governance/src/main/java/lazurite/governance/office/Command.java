package lazurite.governance.office;

import java.util.List;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import org.jspecify.annotations.Nullable;

/**
 * What a holder, or a customer, wants to be done: an entry that its key signed for its place in its stream, with what it
 * names and commits to.
 *
 * @param opening of what the entry commits to; null for nothing
 * @param confidential documents that the entry names, for those concerned
 * @param open documents that the entry names, for everybody
 */
public record Command(Entry entry, @Nullable Opening opening, List<byte[]> confidential, List<byte[]> open) {
    // not the compact form: javac then loses @Nullable for other modules
    public Command(Entry entry, @Nullable Opening opening, List<byte[]> confidential, List<byte[]> open) {
        this.entry = entry;
        this.opening = opening;
        this.confidential = List.copyOf(confidential);
        this.open = List.copyOf(open);
    }
}
