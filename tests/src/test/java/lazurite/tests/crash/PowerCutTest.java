package lazurite.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import lazurite.tests.run.SharedServer;
import lazurite.tests.run.Tools;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real processes doing real file operations, killed: only what they synced is left. */
final class PowerCutTest {
    /**
     * One history.
     *
     * @param before files (name=content) and folders (name/) that were there before, durable
     * @param after what must be there afterwards
     */
    private record History(String name, List<String> before, List<String> steps, List<String> after) {}

    private static final List<History> HISTORIES = List.of(
            new History(
                    "unsynced append vanishes", List.of("a=old"), List.of("open a", "append a new"), List.of("a=old")),
            new History(
                    "synced append stays",
                    List.of("a=old"),
                    List.of("open a", "append a new", "sync a"),
                    List.of("a=oldnew")),
            new History(
                    "append behind the last sync vanishes",
                    List.of("a="),
                    List.of("open a", "append a 1", "sync a", "append a 2", "append a 3"),
                    List.of("a=1")),
            new History(
                    "unsynced overwrite is taken back",
                    List.of("a=abcdef"),
                    List.of("open a", "write a 2 XX", "write a 3 YYYYYYY"),
                    List.of("a=abcdef")),
            new History(
                    "overwrite of the overwrite goes back to the sync",
                    List.of("a=abcdef"),
                    List.of("open a", "write a 0 1", "sync a", "write a 0 2", "write a 0 3"),
                    List.of("a=1bcdef")),
            new History(
                    "unsynced truncation is taken back",
                    List.of("a=abcdef"),
                    List.of("open a", "truncate a 2", "append a Z"),
                    List.of("a=abcdef")),
            new History(
                    "synced truncation stays",
                    List.of("a=abcdef"),
                    List.of("open a", "truncate a 2", "sync a"),
                    List.of("a=ab")),
            new History(
                    "rewriting in place without a sync loses nothing old",
                    List.of("a=abcdef"),
                    List.of("rewrite a xy"),
                    List.of("a=abcdef")),
            new History("new file without a sync vanishes", List.of(), List.of("create a", "append a x"), List.of()),
            new History(
                    "new file with its bytes synced but not its name vanishes",
                    List.of(),
                    List.of("create a", "append a x", "sync a"),
                    List.of()),
            new History(
                    "new file with its name synced but not its bytes is empty",
                    List.of(),
                    List.of("create a", "append a x", "syncdir ."),
                    List.of("a=")),
            new History(
                    "new file with both synced stays",
                    List.of(),
                    List.of("create a", "append a x", "sync a", "syncdir ."),
                    List.of("a=x")),
            new History("unsynced deletion is taken back", List.of("a=x"), List.of("delete a"), List.of("a=x")),
            new History("synced deletion stays", List.of("a=x"), List.of("delete a", "syncdir ."), List.of()),
            new History("unsynced rename is taken back", List.of("a=x"), List.of("rename a b"), List.of("a=x")),
            new History(
                    "unsynced rename over a file brings both back",
                    List.of("a=x", "b=y"),
                    List.of("rename a b"),
                    List.of("a=x", "b=y")),
            new History(
                    "synced rename stays", List.of("a=x", "b=y"), List.of("rename a b", "syncdir ."), List.of("b=x")),
            new History(
                    "the usual way to replace a file is whole before its last step",
                    List.of("f=old"),
                    List.of("create t", "append t new", "sync t", "rename t f"),
                    List.of("f=old")),
            new History(
                    "the usual way to replace a file is whole after its last step",
                    List.of("f=old"),
                    List.of("create t", "append t new", "sync t", "rename t f", "syncdir ."),
                    List.of("f=new")),
            new History(
                    "replacing a file without syncing its bytes leaves it empty",
                    List.of("f=old"),
                    List.of("create t", "append t new", "rename t f", "syncdir ."),
                    List.of("f=")),
            new History(
                    "unsynced folder vanishes with all in it",
                    List.of(),
                    List.of("mkdir d", "create d/a", "append d/a x", "sync d/a", "syncdir d"),
                    List.of()),
            new History(
                    "folder synced in its parent keeps what was synced in it",
                    List.of(),
                    List.of(
                            "mkdir d",
                            "syncdir .",
                            "create d/a",
                            "append d/a x",
                            "sync d/a",
                            "syncdir d",
                            "create d/b"),
                    List.of("d/", "d/a=x")),
            new History(
                    "move between folders needs the target's sync",
                    List.of("d/", "e/", "d/a=x"),
                    List.of("rename d/a e/a", "syncdir d"),
                    List.of("d/", "e/", "d/a=x")),
            new History(
                    "move between folders is done with the target's sync",
                    List.of("d/", "e/", "d/a=x"),
                    List.of("rename d/a e/a", "syncdir e"),
                    List.of("d/", "e/", "e/a=x")),
            new History(
                    "renamed folder goes back with what is in it",
                    List.of("d/", "d/a=x"),
                    List.of("rename d e", "create e/b", "syncdir e"),
                    List.of("d/", "d/a=x", "d/b=")),
            new History("unsynced link vanishes, its file stays", List.of("a=x"), List.of("link a b"), List.of("a=x")),
            new History("removed folder comes back", List.of("d/"), List.of("rmdir d"), List.of("d/")),
            new History(
                    "deleted and made again is the old one",
                    List.of("a=old"),
                    List.of("delete a", "create a", "append a new", "sync a"),
                    List.of("a=old")),
            new History(
                    "many generations of one name",
                    List.of("a=0"),
                    List.of(
                            "delete a",
                            "create a",
                            "append a 1",
                            "sync a",
                            "syncdir .",
                            "delete a",
                            "create a",
                            "append a 2"),
                    List.of("a=1")));

    @TestFactory
    Stream<DynamicTest> onlyWhatWasSyncedIsLeft() {
        if (!Tools.present("power cut", List.of(Tools.program("gcc")))) {
            return Stream.empty();
        }
        Shim shim = Shim.build(SharedServer.folder("shim"));
        return HISTORIES.stream().map(history -> dynamicTest(history.name(), () -> check(shim, history)));
    }

    private static void check(Shim shim, History history) throws Exception {
        Path folder = SharedServer.folder("power-cut");
        Path data = Files.createDirectory(folder.resolve("data"));
        plant(data, history.before());
        Path side = Shim.Side.create(folder.resolve("side")).folder();
        runAndKill(shim, data, side, history.steps());
        PowerCut.strike(data, side);
        assertThat(tree(data))
                .containsExactlyElementsOf(history.after().stream().sorted().toList());
    }

    private static void runAndKill(Shim shim, Path data, Path side, List<String> steps) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Steps.class.getName(),
                data.toString()));
        command.addAll(steps);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(shim.recording(data, side));
        Process process = builder.start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("done");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void plant(Path data, List<String> names) throws IOException {
        for (String name : names) {
            if (name.endsWith("/")) {
                Files.createDirectories(data.resolve(name));
            } else {
                String[] parts = name.split("=", -1);
                Files.writeString(data.resolve(parts[0]), parts[1]);
            }
        }
    }

    private static List<String> tree(Path data) throws IOException {
        TreeMap<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String name = data.relativize(path).toString();
                if (Files.isDirectory(path) && !name.isEmpty()) {
                    found.put(name + "/", "");
                } else if (Files.isRegularFile(path)) {
                    found.put(name, "=" + Files.readString(path));
                }
            }
        }
        return found.entrySet().stream()
                .map(entry -> entry.getKey() + entry.getValue())
                .sorted()
                .toList();
    }
}
