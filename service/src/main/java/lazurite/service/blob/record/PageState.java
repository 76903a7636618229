package lazurite.service.blob.record;

import java.util.ArrayList;
import java.util.List;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;

/**
 * What is known of a list of pages as a whole; a list without a row is {@link #NEW}.
 *
 * @param references records of the group that name the list
 * @param kept version as of which the list was last shared: rows up to it may be another record's
 * @param tidied steps of tidying so far, so that a write which read what such a step changed is tried again
 * @param clears still to be applied, oldest first
 */
public record PageState(int references, long kept, long tidied, List<Clear> clears) {
    public static final PageState NEW = new PageState(1, 0, 0, List.of());

    public PageState {
        clears = List.copyOf(clears);
    }

    /** From the version on, the bytes from {@code from} to before {@code to} are unwritten. */
    public record Clear(long version, long from, long to) {}

    /** With so many more records that name the list as of the version. */
    public PageState sharedAt(long version, int more) {
        return new PageState(references + more, version, tidied, clears);
    }

    public PageState released(int fewer) {
        return new PageState(references - fewer, kept, tidied, clears);
    }

    public PageState withKept(long version) {
        return new PageState(references, version, tidied, clears);
    }

    public PageState with(Clear clear) {
        List<Clear> more = new ArrayList<>(clears);
        more.add(clear);
        return new PageState(references, kept, tidied, more);
    }

    public PageState without(List<Clear> applied) {
        return new PageState(
                references,
                kept,
                tidied,
                clears.stream().filter(clear -> !applied.contains(clear)).toList());
    }

    public PageState stepped() {
        return new PageState(references, kept, tidied + 1, clears);
    }

    public byte[] write() {
        RecordWriter out =
                new RecordWriter(1).number(1, references).number(2, kept).number(3, tidied);
        for (Clear clear : clears) {
            out.number(4, clear.version()).number(5, clear.from()).number(6, clear.to());
        }
        return out.done();
    }

    public static PageState read(byte[] bytes) {
        RecordReader in = new RecordReader("state of a list of pages", bytes, 1);
        int references = 0;
        long kept = 0;
        long tidied = 0;
        long version = 0;
        long from = 0;
        List<Clear> clears = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> references = in.integer();
                case 2 -> kept = in.number();
                case 3 -> tidied = in.number();
                case 4 -> {
                    version = in.number();
                    from = 0;
                }
                case 5 -> from = in.number();
                case 6 -> clears.add(new Clear(version, from, in.number()));
                default -> throw in.unknownField();
            }
        }
        return new PageState(references, kept, tidied, clears);
    }
}
