package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lazurite.server.config.ConfigException;
import lazurite.server.config.Spelling;
import lazurite.server.desk.Deeds;
import lazurite.server.log.LogLines;

/** The process's entry: what the words say is done, and its exit status is the process's. */
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;

    /** First words of commands beside those of people, which {@link Deeds} has. */
    private static final Set<String> COMMANDS = Set.of(
            "serve", "config", "check", "clock", "backup", "key", "ledger", "replay", "terms", "version", "help",
            "receipt", "report", "verify");

    private Main() {}

    public static void main(String[] words) {
        LogLines.install();
        System.exit(run(List.of(words), System.out, System.err));
    }

    /** Carries out one command; its exit status. */
    static int run(List<String> words, PrintStream out, PrintStream err) {
        try {
            return command(words, out, err);
        } catch (ConfigException wrong) {
            err.println("lazurite: " + wrong.getMessage());
            return MISUSED;
        } catch (IOException failed) {
            err.println("lazurite: " + FileFailure.sentence(failed));
            return FAILED;
        }
    }

    private static int command(List<String> words, PrintStream out, PrintStream err) throws IOException {
        String command = words.isEmpty() ? "help" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        if (rest.contains("--help") || rest.contains("-h")) {
            return help(out);
        }
        return switch (command) {
            case "serve" -> Serve.run(rest, out);
            case "config" -> ConfigCheck.run(behind("config", "check", rest), out);
            case "ledger" -> LedgerCommand.run(rest, out);
            case "verify" -> VerifyCommand.run(rest, out);
            case "receipt" -> ReceiptCommand.verify(behind("receipt", "verify", rest), out);
            case "key" -> KeyRotate.run(behind("key", "rotate", rest), out);
            case "meter" ->
                !rest.isEmpty() && Deeds.know(command, rest.getFirst())
                        ? deed(words, out)
                        : MeterCommand.run(rest, out, err);
            case "backup" -> Backup.run(rest, out);
            case "check" -> CheckData.run(rest, out, err);
            case "clock" -> ClockCommand.run(behind("clock", "accept", rest), out);
            case "terms" -> TermsTrial.run(behind("terms", "test", rest), out);
            case "replay" -> ReplayTrace.run(rest, out);
            case "report" -> ReportCommand.run(rest, out);
            case "train" -> Training.run(rest, out);
            case "version", "--version" -> version(out);
            case "help", "--help", "-h" -> help(out);
            case String group when Deeds.groups().contains(group) -> deed(words, out);
            default -> throw unknown(command);
        };
    }

    private static ConfigException unknown(String command) {
        Set<String> known = new TreeSet<>(Deeds.groups());
        known.addAll(COMMANDS);
        return new ConfigException("there is no command '" + command + "'"
                + orElse(Spelling.hint(command, known), "; known are " + String.join(", ", known)));
    }

    private static int deed(List<String> words, PrintStream out) throws IOException {
        Deeds.run(words, out);
        return DONE;
    }

    private static List<String> behind(String command, String second, List<String> rest) {
        if (rest.isEmpty() || !rest.getFirst().equals(second)) {
            throw new ConfigException(command + ": expected '" + command + " " + second + "', found "
                    + (rest.isEmpty() ? "nothing behind it" : "'" + rest.getFirst() + "'"));
        }
        return rest.subList(1, rest.size());
    }

    private static int version(PrintStream out) {
        out.println("lazurite " + Version.text() + ", Java " + Runtime.version() + ", " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch"));
        return DONE;
    }

    private static int help(PrintStream out) {
        out.print(Help.TEXT);
        return DONE;
    }

    private static String orElse(String text, String fallback) {
        return text.isEmpty() ? fallback : text;
    }
}
