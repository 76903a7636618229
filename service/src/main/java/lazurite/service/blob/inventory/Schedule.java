package lazurite.service.blob.inventory;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import lazurite.service.account.InventoryPolicy.Rule;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * When inventories are due: each day, or each Sunday, at 00:00 UTC. What was begun and what is done is written down, so
 * that one is made once, whatever becomes of the server meanwhile; of several that were missed only the latest is made.
 */
public final class Schedule {
    private final MetadataStore metadata;
    private final UidSource ids;

    public Schedule(MetadataStore metadata, UidSource ids) {
        this.metadata = metadata;
        this.ids = ids;
    }

    /** The run that is to be made now, which may have been begun before; null if none is. */
    @Nullable
    RunState next(String account, Rule rule, Instant now) {
        Instant due = due(rule.weekly(), now);
        byte[] bytes = metadata.get(Family.BASE, group(account, rule).prefix());
        RunState last = bytes == null ? null : RunState.read(bytes);
        if (last == null || last.due().isBefore(due)) {
            return new RunState(due, now.truncatedTo(ChronoUnit.SECONDS), false);
        }
        return last.done() ? null : last;
    }

    void keep(String account, Rule rule, RunState state) {
        Group group = group(account, rule);
        boolean kept = metadata.commit(new Commit(
                group,
                ids.next(),
                List.of(),
                List.of(new Mutation.Put(Family.BASE, group.prefix(), state.write())),
                null));
        if (!kept) {
            throw new IllegalStateException("a commit without conditions was refused");
        }
    }

    private static Instant due(boolean weekly, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate day = weekly ? today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY)) : today;
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Group group(String account, Rule rule) {
        return Group.of("I", account, rule.name());
    }
}
