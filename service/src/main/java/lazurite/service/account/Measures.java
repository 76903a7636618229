package lazurite.service.account;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is ordered about one service.
 *
 * @param restrictions of several cases maybe; the strictest in force counts
 * @param grants of exports; they matter at {@code export-only}
 */
public record Measures(List<Restriction> restrictions, List<ExportGrant> grants) {
    public Measures {
        restrictions = List.copyOf(restrictions);
        grants = List.copyOf(grants);
    }

    /** The restriction that counts; null if none is in force. */
    @Nullable
    Restriction strictest(long now) {
        return restrictions.stream()
                .filter(each -> each.inForce(now))
                .max(Restriction.BY_STRICTNESS)
                .orElse(null);
    }

    /** The grant that is open the longest; null if none is. */
    @Nullable
    ExportGrant grant(long now) {
        return grants.stream()
                .filter(each -> each.open(now))
                .max(Comparator.comparingLong(ExportGrant::until).thenComparingLong(ExportGrant::offer))
                .orElse(null);
    }
}
