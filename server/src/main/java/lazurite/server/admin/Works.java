package lazurite.server.admin;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;
import lazurite.governance.event.Role;
import lazurite.governance.office.Office;
import lazurite.governance.report.Period;
import lazurite.governance.report.TransparencyReport;
import lazurite.http.Response;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.server.admin.AdminException.Problem;
import lazurite.server.governance.AccountChange;

/**
 * What an operator has the server itself do: it makes no decision, and what it writes into the log is the server's own.
 *
 * <p>Concurrency: any thread.
 */
final class Works {

    private final Office office;
    private final Books books;

    Works(Office office, Books books) {
        this.office = office;
        this.books = books;
    }

    /** {@code POST /reports}: makes a transparency report of the log as it is, and publishes it. */
    Response report(Asked asked) {
        requireOperator(asked);
        FieldReader in = body(asked);
        Period period = new Period(Period.day(in.text("from")), Period.day(in.text("to")));
        in.requireNoMore();
        Ledger ledger = office.ledger();
        Note note = ledger.checkpoint();
        if (note == null) {
            throw new AdminException(Problem.UNAVAILABLE, "The log has published nothing yet.");
        }
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        TransparencyReport report = TransparencyReport.of(ledger, checkpoint, period);
        office.documents().put(report.html(), true);
        office.documents().put(report.json(), true);
        return made(office.record(report.event(), null));
    }

    /** {@code POST /accounts/{account}/changes}: lets the next configuration change a logged account. */
    Response account(Asked asked) {
        requireOperator(asked);
        FieldReader in = body(asked);
        String change = in.text("change");
        AccountChange allowed = switch (change) {
            case "release" -> new AccountChange.Release();
            case "rekey" -> new AccountChange.Rekey();
            case "rehome" -> new AccountChange.Rehome(in.text("to"));
            default -> throw new RefusedException("'change' is release, rehome or rekey.");
        };
        in.requireNoMore();
        commanded(() -> books.allow(asked.parameter("account"), allowed));
        return AdminHandler.json(200, new FieldWriter().text("allowed", change).done());
    }

    /** {@code POST /meters/{sub}/{day}/corrections}. */
    Response correction(Asked asked) {
        requireOperator(asked);
        FieldReader in = body(asked);
        SortedMap<String, Long> meters = new TreeMap<>();
        Json.Fields given = in.fields("meters");
        FieldReader values = new FieldReader(given);
        given.byName().keySet().forEach(name -> meters.put(name, values.number(name)));
        in.requireNoMore();
        LocalDate day = Period.day(asked.parameter("day"));
        Appended[] appended = new Appended[1];
        commanded(() -> appended[0] = books.correct(asked.parameter("sub"), day, meters));
        return made(appended[0]);
    }

    private static void requireOperator(Asked asked) {
        if (!asked.signer().is(Role.OPERATOR)) {
            throw new AdminException(Problem.FORBIDDEN, "This is asked by an operator of the roster.");
        }
    }

    private static void commanded(Runnable work) {
        try {
            work.run();
        } catch (RefusedException refused) {
            throw new AdminException(Problem.COMMAND_REFUSED, String.valueOf(refused.getMessage()));
        }
    }

    private static FieldReader body(Asked asked) {
        return FieldReader.of(Json.parse(asked.body(), AdminHandler.BODY_BYTES_MAX));
    }

    private static Response made(Appended appended) {
        return AdminHandler.json(
                201,
                new FieldWriter()
                        .number("index", appended.index())
                        .json("entry", Commands.json(appended.entry()))
                        .done());
    }
}
