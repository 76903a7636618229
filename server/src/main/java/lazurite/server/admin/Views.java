package lazurite.server.admin;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.register.Appeal;
import lazurite.governance.register.CaseFile;
import lazurite.governance.register.Decided;
import lazurite.governance.register.KnownSubscription;
import lazurite.governance.register.Offer;
import lazurite.governance.register.Order;
import lazurite.governance.register.Register;
import lazurite.governance.register.Signal;
import lazurite.governance.register.TermsInLog;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/** What stands, as JSON. Fields of entries keep the names that they have there ({@code docs/formats/entries.md}). */
final class Views {
    private static final long ANSWER_MILLIS_MAX = TimeUnit.DAYS.toMillis(7);

    private Views() {}

    static Json.Fields roster(Register register) {
        RosterEvent roster = register.roster();
        Json.Fields open = roster == null
                ? new FieldWriter().json("holders", new Json.Items(List.of())).done()
                : roster.open();
        StreamPosition next = register.rosterNext();
        FieldWriter out = new FieldWriter();
        open.byName().forEach(out::json);
        return out.json(
                        "next",
                        new FieldWriter()
                                .number("seq", next.seq())
                                .hash("prev", next.previous())
                                .done())
                .done();
    }

    static Json.Fields terms(Register register) {
        TermsInLog terms = register.termsInForce();
        if (terms == null) {
            throw AdminException.notFound("The log has no terms yet.");
        }
        return placed(terms.index(), terms.version().open()).done();
    }

    /** @param shown those that stand openly in the log */
    static Json.Fields classes(Set<CustomerClass> shown) {
        return list(
                "classes",
                List.of(CustomerClass.values()),
                each -> new FieldWriter()
                        .text("class", each.label())
                        .flag("public", shown.contains(each))
                        .done());
    }

    static Json.Fields subscriptions(Register register) {
        return list("subscriptions", register.subscriptions(), known -> subscription(known, null));
    }

    /** @param identity who it is, for those who may know; else null */
    static Json.Fields subscription(KnownSubscription known, @Nullable Opening identity) {
        return new FieldWriter()
                .text("sub", known.pseudonym())
                .number("command", known.command())
                .text("opened", known.opened())
                .text("closed", known.closed())
                .hash("commitment", known.identity())
                .json("identity", Commands.json(identity))
                .done();
    }

    static Json.Fields signals(Register register, boolean openOnly) {
        List<Signal> signals = register.signals().stream()
                .filter(signal -> !openOnly || !signal.answered())
                .toList();
        return list(
                "signals",
                signals,
                signal -> placed(signal.index(), signal.raised().open())
                        .number("time", signal.time())
                        .flag("answered", signal.answered())
                        .number("answerUntil", signal.time() + ANSWER_MILLIS_MAX)
                        .done());
    }

    static Json.Fields cases(Register register) {
        return list(
                "cases",
                register.cases(),
                file -> new FieldWriter()
                        .json("opened", file.opened().open())
                        .flag("closed", file.isClosed())
                        .number("decisions", (long) file.decisions().size())
                        .number("orders", (long) file.orders().size())
                        .number("appeals", (long) file.appeals().size())
                        .done());
    }

    static Json.Fields orders(Register register) {
        return list("orders", register.openOrders(), Views::order);
    }

    static Json.Fields caseFile(CaseFile file) {
        return new FieldWriter()
                .json("opened", file.opened().open())
                .flag("closed", file.isClosed())
                .json("decisions", items(file.decisions(), Views::decision))
                .json("orders", items(file.orders(), Views::order))
                .json("appeals", items(file.appeals(), Views::appeal))
                .json("offers", items(file.offers(), Views::offer))
                .json(
                        "entries",
                        items(
                                file.entries(),
                                logged -> new FieldWriter()
                                        .number("index", logged.index())
                                        .number("first", logged.first() == 0 ? null : (Long) logged.first())
                                        .json("entry", Commands.json(logged.entry()))
                                        .done()))
                .done();
    }

    private static Json.Fields decision(Decided decided) {
        return new FieldWriter()
                .number("index", decided.index())
                .json("decision", decided.decision().open())
                .number("time", decided.time())
                .text("by", decided.by())
                .number("until", decided.until())
                .flag("ended", decided.ended())
                .done();
    }

    private static Json.Fields order(Order order) {
        return new FieldWriter()
                .number("index", order.index())
                .json("order", order.order().open())
                .number("time", order.time())
                .text("by", order.by())
                .number("until", order.until())
                .flag("ratified", order.ratified())
                .flag("effective", order.effective())
                .text("end", order.end() == null ? null : label(order.end()))
                .done();
    }

    private static Json.Fields appeal(Appeal appeal) {
        return new FieldWriter()
                .number("index", appeal.index())
                .number("against", appeal.against())
                .number("time", appeal.time())
                .text("outcome", appeal.outcome() == null ? null : label(appeal.outcome()))
                .done();
    }

    private static Json.Fields offer(Offer offer) {
        return placed(offer.index(), offer.offer().open())
                .flag("served", offer.served())
                .done();
    }

    private static FieldWriter placed(long index, Json.Fields open) {
        FieldWriter out = new FieldWriter().number("index", index);
        open.byName().forEach(out::json);
        return out;
    }

    private static <T> Json.Fields list(String name, List<T> all, Function<T, Json> each) {
        return new FieldWriter().json(name, items(all, each)).done();
    }

    private static <T> Json.Items items(List<T> all, Function<T, ? extends Json> each) {
        return new Json.Items(all.stream().<Json>map(each).toList());
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
