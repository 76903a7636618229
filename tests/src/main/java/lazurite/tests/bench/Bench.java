package lazurite.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.tests.process.Command;
import lazurite.tests.process.Repository;

/** Main class of `./lazurite bench`. */
public final class Bench {
    private Bench() {}

    public static void main(String... arguments) {
        Settings settings;
        try {
            settings = Settings.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        run(settings);
    }

    static void run(Settings settings) {
        Path scratch = scratch();
        Map<Work, String> results = new LinkedHashMap<>();
        try {
            for (Work work : chosen(settings, scratch)) {
                System.out.println("== " + work.name() + ": " + work.title());
                String section = work.run(settings, fresh(scratch, work.name()));
                System.out.println(section);
                results.put(work, section);
                delete(scratch.resolve(work.name()));
            }
            String when = "Measured " + LocalDate.now(ZoneOffset.UTC)
                    + (settings.quick() ? " in a quick run: figures mean nothing." : ".");
            Report.write(settings.report(), Machine.describe(scratch), results, when);
            System.out.println("written to " + settings.report());
        } finally {
            delete(scratch);
        }
    }

    private static List<Work> chosen(Settings settings, Path scratch) {
        List<Work> all = Works.all(scratch);
        List<String> names = all.stream().map(Work::name).toList();
        for (String name : settings.only()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("no work is called " + name + "; there are " + names);
            }
        }
        for (Contender contender : settings.contenders()) {
            if (!contender.available()) {
                System.out.println(contender.label() + " is not installed here and takes no part");
            }
        }
        return all.stream()
                .filter(work -> settings.only().isEmpty() || settings.only().contains(work.name()))
                .toList();
    }

    private static Path scratch() {
        try {
            Files.createDirectories(Repository.scratch());
            return Files.createTempDirectory(Repository.scratch(), "bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path fresh(Path scratch, String name) {
        try {
            return Files.createDirectories(scratch.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        Command.run(List.of("rm", "-rf", folder.toString()), Path.of("/"), Map.of(), java.time.Duration.ofMinutes(5));
    }
}
