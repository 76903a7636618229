package lazurite.server.admin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lazurite.governance.office.Accepted;
import lazurite.governance.office.Command;
import lazurite.governance.office.Office;
import lazurite.http.Response;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import lazurite.server.admin.AdminException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands from requests.
 *
 * <p>Concurrency: any thread.
 */
final class Commands {
    private static final int DOCUMENTS_MAX = 16;

    private final Office office;

    Commands(Office office) {
        this.office = office;
    }

    /** {@code POST /commands}: who signed the request signed the entry. */
    Response submit(Asked asked) {
        Command command = command(asked.body());
        if (!command.entry().actor().equals(asked.signer().name())) {
            throw new AdminException(Problem.FORBIDDEN, "The request is signed by another than the entry's actor.");
        }
        return accepted(command, office::submit);
    }

    /** {@code POST /roster}: the first one. */
    Response install(Asked asked) {
        return accepted(command(asked.body()), office::install);
    }

    private static Response accepted(Command command, Function<Command, Accepted> taking) {
        Accepted accepted;
        try {
            accepted = taking.apply(command);
        } catch (RefusedException refused) {
            throw AdminException.of(refused);
        }
        return AdminHandler.json(
                201,
                new FieldWriter()
                        .number("index", accepted.receipt().index())
                        .json("entry", json(accepted.entry()))
                        .text("receipt", new String(accepted.receipt().bytes(), StandardCharsets.UTF_8))
                        .done());
    }

    /** The entry as it stands in the log. */
    static Json json(Entry entry) {
        return Json.parse(entry.bytes(), Entry.BYTES_MAX);
    }

    private static Command command(byte[] body) {
        FieldReader in = FieldReader.of(Json.parse(body, AdminHandler.BODY_BYTES_MAX));
        Entry entry = Entry.parse(in.fields("entry").canonical());
        Opening opening = in.has("opening") ? opening(in.fields("opening")) : null;
        List<byte[]> confidential = new ArrayList<>();
        List<byte[]> open = new ArrayList<>();
        List<Json> documents = in.has("documents") ? in.items("documents", item -> item) : List.of();
        if (documents.size() > DOCUMENTS_MAX) {
            throw new RefusedException("A command has at most " + DOCUMENTS_MAX + " documents.");
        }
        for (Json document : documents) {
            FieldReader fields = FieldReader.of(document);
            byte[] bytes = Strict.base64(fields.text("base64"), "A document");
            (fields.flag("public") ? open : confidential).add(bytes);
            fields.requireNoMore();
        }
        in.requireNoMore();
        return new Command(entry, opening, confidential, open);
    }

    private static Opening opening(Json.Fields fields) {
        FieldReader in = new FieldReader(fields);
        Opening opening = new Opening(Hash.parseHex(in.text("salt")).bytes(), in.fields("content"));
        in.requireNoMore();
        return opening;
    }

    /** What is answered for an opening; null for none. */
    static Json.@Nullable Fields json(@Nullable Opening opening) {
        return opening == null
                ? null
                : new FieldWriter()
                        .text("salt", opening.saltHex())
                        .json("content", opening.content())
                        .done();
    }
}
