package lazurite.server.admin;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import lazurite.ledger.log.Appended;
import lazurite.server.governance.AccountChange;
import lazurite.server.governance.Openings;
import lazurite.terms.use.CustomerClass;

/** What the server has written down about accounts and their use, as far as operators may change it. */
public interface Books {
    /** Classes whose subscriptions stand in the log with their class. */
    Set<CustomerClass> publicClasses();

    /**
     * Allows the next configuration to change that of a logged account.
     *
     * @throws lazurite.ledger.RefusedException if there is no such account, or a restriction or open case stands
     */
    void allow(String account, AccountChange change);

    /** The day's meter entry and its corrections, in the order of the log; empty if the day is not closed. */
    List<Openings.Opened> day(String pseudonym, LocalDate day);

    /**
     * Logs a day's meters once more and right.
     *
     * @param meters all of the day's, by names such as {@code blob.UsedCapacity}
     * @throws lazurite.ledger.RefusedException if the day is not closed, or there is no such meter
     */
    Appended correct(String pseudonym, LocalDate day, SortedMap<String, Long> meters);
}
