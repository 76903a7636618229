package lazurite.server.admin;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Event;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.Role;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.office.Office;
import lazurite.governance.report.Period;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Response;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Hash;
import lazurite.server.admin.AdminException.Problem;
import lazurite.server.governance.Openings;
import org.jspecify.annotations.Nullable;

/**
 * Shows what does not stand in the log to those concerned: documents and openings.
 *
 * <p>Concurrency: any thread.
 */
final class Confidential {
    private final Office office;
    private final Books books;

    Confidential(Office office, Books books) {
        this.office = office;
        this.books = books;
    }

    /** {@code GET /meters/{sub}/{day}}: for the subscription itself, and operators; with the day's corrections. */
    Response meter(Asked asked) {
        String subscription = asked.parameter("sub");
        Caller caller = asked.signer();
        if (!caller.isConcerned(subscription) && !caller.is(Role.OPERATOR)) {
            throw forbidden("What a subscription used is shown to itself and to operators.");
        }
        LocalDate day = Period.day(asked.parameter("day"));
        List<Openings.Opened> there = books.day(subscription, day);
        if (there.isEmpty()) {
            throw AdminException.notFound("The log has no meters of " + subscription + " on " + day + ".");
        }
        List<Json> corrections = new ArrayList<>();
        for (Openings.Opened correction : there.subList(1, there.size())) {
            Receipt receipt = correction.receipt();
            if (receipt != null) {
                corrections.add(fields(correction.entry(), correction.opening(), receipt)
                        .done());
            }
        }
        return AdminHandler.json(
                200,
                shown(there.getFirst().entry())
                        .json("corrections", new Json.Items(corrections))
                        .done());
    }

    /** {@code GET /openings/{index}}: what the entry there commits to. */
    Response opening(Asked asked) {
        long index = Endpoints.index(asked.parameter("index"));
        byte[] bytes = office.ledger().entry(index);
        if (bytes == null) {
            throw AdminException.notFound("The log has no entry at index " + index + ".");
        }
        Logged logged = Logged.read(index, office.ledger().firstOf(index), bytes);
        if (!mayOpen(asked.signer(), logged.event())) {
            throw forbidden(
                    "What this entry commits to is not for " + asked.signer().name() + ".");
        }
        return AdminHandler.json(200, shown(logged).done());
    }

    /** {@code GET /documents/{sha256}}. */
    Response document(Asked asked) {
        Hash hash = Hash.parseHex(asked.parameter("sha256"));
        Documents.@Nullable Found found = office.documents().find(hash);
        return switch (found) {
            case null -> throw AdminException.notFound("There is no document " + hash + ".");
            case Documents.Found.Withdrawn _ ->
                throw new AdminException(Problem.WITHDRAWN, "The document " + hash + " was withdrawn.");
            case Documents.Found.Present(byte[] bytes, boolean isPublic) -> {
                if (!isPublic) {
                    requireConcerned(asked.caller(), hash);
                }
                yield new Response(
                        200,
                        new Headers()
                                .add("Content-Type", "application/octet-stream")
                                .add("Cache-Control", "no-store")
                                .add("X-Content-Type-Options", "nosniff"),
                        Body.of(bytes));
            }
        };
    }

    private void requireConcerned(@Nullable Caller caller, Hash hash) {
        switch (caller) {
            case null ->
                throw new AdminException(Problem.NOT_SIGNED, "This document is shown to those concerned only.");
            case Caller.OfRoster _ -> {
                // every holder works on cases
            }
            case Caller.Customer(String subscription) -> {
                boolean own = office.register().cases().stream()
                        .filter(file -> file.subscription().equals(subscription))
                        .flatMap(file -> file.entries().stream())
                        .anyMatch(logged -> names(logged.entry().open(), hash.hex()));
                if (!own) {
                    throw forbidden("This document belongs to no case of yours.");
                }
            }
        }
    }

    private static boolean names(Json json, String hex) {
        return switch (json) {
            case Json.Fields fields -> fields.byName().values().stream().anyMatch(value -> names(value, hex));
            case Json.Items items -> items.values().stream().anyMatch(value -> names(value, hex));
            case Json.Text text -> text.value().equals(hex);
            case Json.Whole _, Json.Flag _, Json.Null _ -> false;
        };
    }

    private static boolean mayOpen(Caller caller, Event event) {
        return switch (event) {
            case SignalEvent signal -> caller instanceof Caller.OfRoster || caller.isConcerned(signal.subscription());
            case SubscriptionEvent of -> caller instanceof Caller.OfRoster || caller.isConcerned(of.subscription());
            case MeterEvent meter -> caller.is(Role.OPERATOR) || caller.isConcerned(meter.subscription());
            default -> caller.is(Role.OPERATOR);
        };
    }

    private FieldWriter shown(Logged logged) {
        Hash commitment = logged.entry().commitment();
        Opening opening = commitment == null ? null : office.documents().opening(commitment);
        Receipt receipt = office.ledger().receipt(logged.index());
        if (opening == null || receipt == null) {
            throw AdminException.notFound("The entry at index " + logged.index() + " commits to nothing that is kept.");
        }
        return fields(logged, opening, receipt);
    }

    private static FieldWriter fields(Logged logged, @Nullable Opening opening, Receipt receipt) {
        return new FieldWriter()
                .number("index", logged.index())
                .json("entry", Commands.json(logged.entry()))
                .json("opening", Commands.json(opening))
                .text("receipt", new String(receipt.bytes(), StandardCharsets.UTF_8));
    }

    private static AdminException forbidden(String sentence) {
        return new AdminException(Problem.FORBIDDEN, sentence);
    }
}
