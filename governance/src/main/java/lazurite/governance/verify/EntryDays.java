package lazurite.governance.verify;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.Logged;
import lazurite.ledger.entry.EntryType;

/** Type and day of each entry, five bytes each, to be counted again for a report. */
final class EntryDays {
    private static final List<EntryType> TYPES = List.of(EntryType.values());
    private static final Map<EntryType, Byte> CODES = codes();

    private byte[] types = new byte[1024];
    private int[] days = new int[1024];
    private int size;
    private long first;

    private static Map<EntryType, Byte> codes() {
        Map<EntryType, Byte> codes = new EnumMap<>(EntryType.class);
        TYPES.forEach(type -> codes.put(type, (byte) codes.size()));
        return codes;
    }

    /** Takes the next entry; those that could not be read before it count as none. */
    void add(Logged logged) {
        if (size == 0) {
            first = logged.index();
        }
        int index = Math.toIntExact(logged.index() - first);
        if (index >= types.length) {
            types = Arrays.copyOf(types, Math.max(2 * types.length, index + 1));
            days = Arrays.copyOf(days, types.length);
        }
        Arrays.fill(days, size, index, Integer.MIN_VALUE);
        types[index] = CODES.getOrDefault(logged.entry().type(), (byte) 0);
        days[index] = (int) TimeUnit.MILLISECONDS.toDays(Math.min(logged.time(), TimeUnit.DAYS.toMillis(1 << 30)));
        size = index + 1;
    }

    /**
     * How many entries of each type are of these days, counted from 1970 on.
     *
     * @param until index behind the last entry that counts
     * @param to first day behind them
     */
    Map<EntryType, Long> count(long until, long from, long to) {
        Map<EntryType, Long> counts = new EnumMap<>(EntryType.class);
        for (int i = 0; i < Math.min(until - first, size); i++) {
            if (days[i] >= from && days[i] < to) {
                counts.merge(TYPES.get(types[i]), 1L, Long::sum);
            }
        }
        return counts;
    }
}
