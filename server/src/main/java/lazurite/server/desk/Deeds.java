package lazurite.server.desk;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.ledger.RefusedException;
import lazurite.server.command.Arguments;
import lazurite.server.config.ConfigException;
import lazurite.server.config.Spelling;

/** The table of all commands of people, and how one is carried out. */
public final class Deeds {
    private static final Set<String> COMMON = Set.of(Desk.SERVER, Desk.KEY, Desk.AS, Desk.RECEIPT);

    /** How often a command is made anew when other entries come first, each of which is one that was taken. */
    private static final int ATTEMPTS_MAX = 16;

    private static final List<Deed> ALL = Stream.of(
                    RosterDeeds.all(),
                    CaseDeeds.all(),
                    OrderDeeds.all(),
                    PublishDeeds.all(),
                    SubscriptionDeeds.all(),
                    MeterDeeds.all(),
                    LockboxDeeds.all())
            .flatMap(List::stream)
            .toList();

    private Deeds() {}

    /** The words of every command. */
    public static List<String> words() {
        return ALL.stream().map(Deed::words).toList();
    }

    /** Whether these words begin a command of this table. */
    public static boolean know(String group, String second) {
        return ALL.stream().anyMatch(deed -> deed.words().equals(group + " " + second));
    }

    /** The words that commands of this table begin with. */
    public static Set<String> groups() {
        return ALL.stream().map(Deed::group).collect(Collectors.toSet());
    }

    /**
     * Carries out what the words say.
     *
     * @throws ConfigException with one sentence, if a flag or file cannot be obeyed
     * @throws IOException with the server's sentence, if it refuses
     */
    public static void run(List<String> words, PrintStream out) throws IOException {
        Deed deed = find(words);
        Set<String> flags = new HashSet<>(COMMON);
        flags.addAll(deed.flags());
        Arguments arguments = Arguments.parse(
                words.subList(2, words.size()), flags, Set.of(Desk.JSON), Set.of(SubscriptionDeeds.PURPOSE));
        Platform platform = Platform.system();
        Given given = new Given(deed.words(), arguments, platform.clock().millis());
        given.operands(deed.operands());
        try (Desk desk = new Desk(given, out, platform.random())) {
            carryOut(deed, given, desk);
        } catch (RefusedException wrong) {
            throw new ConfigException(deed.words() + ": " + wrong.getMessage());
        }
    }

    /** A command is signed for a place in its stream: when another entry has that, it is read, made and signed anew. */
    private static void carryOut(Deed deed, Given given, Desk desk) throws IOException {
        AnsweredException taken = null;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            try {
                deed.action().run(given, desk);
                return;
            } catch (AnsweredException no) {
                if (!no.is(AnsweredException.PLACE_TAKEN)) {
                    throw no;
                }
                taken = no;
            }
        }
        throw new IOException(
                deed.words() + ": other entries came first " + ATTEMPTS_MAX
                        + " times, and nothing was done; give the command again",
                taken);
    }

    private static Deed find(List<String> words) {
        String group = words.getFirst();
        String second = words.size() < 2 ? "" : words.get(1);
        List<String> known = ALL.stream()
                .filter(deed -> deed.group().equals(group))
                .map(deed -> deed.words().substring(group.length() + 1))
                .sorted()
                .toList();
        String hint = Spelling.hint(second, known);
        return ALL.stream()
                .filter(deed -> deed.words().equals(group + " " + second))
                .findFirst()
                .orElseThrow(() -> new ConfigException(group + ": expected "
                        + String.join(", ", known) + " behind it, found "
                        + (second.isEmpty() ? "nothing" : "'" + second + "'" + hint)));
    }
}
