package lazurite.server.desk;

import java.time.Instant;
import java.util.List;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;

/** Views as lines for people, or, with {@code --json}, as the server gave them. */
final class Showing {
    private Showing() {}

    @FunctionalInterface
    private interface Line {
        String of(FieldReader in);
    }

    static void roster(Json.Fields json, Given given, Desk desk) {
        lines(
                json,
                "holders",
                given,
                desk,
                in -> in.text("name") + " " + String.join("+", in.texts("roles")) + " " + in.text("key"));
    }

    static void subscriptions(Json.Fields json, Given given, Desk desk) {
        lines(
                json,
                "subscriptions",
                given,
                desk,
                in -> in.text("sub") + " open since " + in.text("opened")
                        + (in.has("command") ? " by entry " + in.number("command") : "")
                        + (in.has("closed") ? ", closed " + in.text("closed") : ""));
    }

    static void signals(Json.Fields json, Given given, Desk desk) {
        lines(json, "signals", given, desk, in -> {
            FieldReader mark = new FieldReader(in.fields("mark"));
            return in.number("index") + " " + in.text("day") + " " + in.text("sub") + " " + mark.text("service") + " "
                    + mark.text("clause") + " " + mark.text("severity")
                    + (in.flag("answered")
                            ? ", answered"
                            : ", to be answered until " + moment(in.number("answerUntil")));
        });
    }

    static void cases(Json.Fields json, Given given, Desk desk) {
        lines(json, "cases", given, desk, in -> {
            FieldReader opened = new FieldReader(in.fields("opened"));
            return opened.text("case") + " about " + opened.text("sub") + " "
                    + String.join(",", opened.texts("services"))
                    + ": " + in.number("decisions") + " decisions, " + in.number("orders") + " orders, "
                    + in.number("appeals") + " appeals" + (in.flag("closed") ? ", closed" : "");
        });
    }

    static void orders(Json.Fields json, Given given, Desk desk) {
        lines(json, "orders", given, desk, Showing::order);
    }

    static void caseFile(CaseView file, Given given, Desk desk) {
        if (given.has(Desk.JSON)) {
            desk.out().println(Desk.text(file.json()));
            return;
        }
        file.entries()
                .forEach((index, logged) -> desk.out()
                        .println(index + " " + moment(logged.time()) + " "
                                + logged.event().type().wire() + " by " + logged.actor() + " "
                                + Desk.text(logged.event().open())));
    }

    private static String order(FieldReader in) {
        FieldReader order = new FieldReader(in.fields("order"));
        String line = in.number("index") + " case " + order.text("case") + " " + order.text("sub") + " "
                + Desk.text(order.fields("levels")) + " under " + order.text("clause") + " until "
                + moment(in.number("until"));
        if (!in.flag("ratified")) {
            line += ", unless ratified until " + moment(order.number("ratifyUntil"));
        }
        return line;
    }

    private static void lines(Json.Fields json, String name, Given given, Desk desk, Line line) {
        if (given.has(Desk.JSON)) {
            desk.out().println(Desk.text(json));
            return;
        }
        List<String> lines = new FieldReader(json).items(name, item -> line.of(FieldReader.of(item)));
        if (lines.isEmpty()) {
            desk.out().println("no " + name);
        }
        lines.forEach(desk.out()::println);
    }

    private static String moment(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
