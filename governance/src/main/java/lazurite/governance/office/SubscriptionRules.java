package lazurite.governance.office;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.register.KnownSubscription;
import lazurite.governance.register.Register;
import lazurite.ledger.RefusedException;
import lazurite.terms.signal.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command about a subscription makes sense where the log stands. What it declares is asked elsewhere, since it
 * does not stand in the log.
 *
 * @param now in milliseconds since 1970
 */
record SubscriptionRules(Register register, long now) {
    private static final Pattern PSEUDONYM = Pattern.compile("s-[0-9a-f]{16}");

    /** Refuses what makes no sense. */
    void check(SubscriptionEvent step) {
        require(
                around().contains(step.day()),
                "The day of an entry about a subscription is the one on which it is made, in UTC: " + day(now) + ".");
        KnownSubscription known = register.subscription(step.subscription());
        switch (step) {
            case SubscriptionEvent.Opened opened -> opening(opened, known);
            case SubscriptionEvent.PurposeChanged _ -> commanded(step, known);
            case SubscriptionEvent.Closed _ -> {
                commanded(step, known);
                require(
                        !register.isRestrained(step.subscription()),
                        "A restriction or an open case stands on the subscription, so that it stays open.");
            }
        }
    }

    private static void opening(SubscriptionEvent.Opened opened, @Nullable KnownSubscription known) {
        require(
                PSEUDONYM.matcher(opened.subscription()).matches(),
                "A pseudonym is 's-' and 16 random hexadecimal digits.");
        require(known == null, "There is a subscription of this pseudonym already; choose another.");
        require(
                opened.learned()
                        .equals(LocalDate.parse(opened.day())
                                .plusDays(Signals.LEARNING_DAYS)
                                .toString()),
                "A subscription is learned for " + Signals.LEARNING_DAYS + " days from the one on which it opens.");
    }

    private static void commanded(SubscriptionEvent step, @Nullable KnownSubscription known) {
        if (known == null) {
            throw new RefusedException("The log knows no subscription '" + step.subscription() + "'.");
        }
        require(known.isOpen(), "The subscription '" + step.subscription() + "' was closed.");
        require(
                known.isCommanded(),
                "The subscription '" + step.subscription()
                        + "' is declared in the configuration; it is changed there, under 'subscriptions'.");
        require(
                step.day().compareTo(known.opened()) >= 0,
                "The subscription '" + step.subscription() + "' opens on " + known.opened() + " only.");
    }

    /** The days of all times that a command may have. */
    private List<String> around() {
        return List.of(day(now - Office.TIME_OFF_MAX), day(now), day(now + Office.TIME_OFF_MAX));
    }

    private static String day(long time) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC).toString();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new RefusedException(otherwise);
        }
    }
}
