package lazurite.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The page of results: one section a work. A run replaces the sections of the works it ran and keeps the
 * others, those written by hand first.
 */
final class Report {
    private static final String INTRODUCTION = """
            # Benchmarks

            Written by `./lazurite bench`; `./lazurite bench --only NAME` runs one section again. One load client (blocking sockets,
            requests signed ahead) drives each server in turn, round by round; figures are medians of the rounds. Client and servers share
            the machine. Lazurite syncs each write before it answers; Azurite and nginx never sync. nginx serves plain files without accounts,
            signatures, checksums or encryption: the limit, not a competitor. Memory is resident memory of the server's processes.
            """;

    private Report() {}

    static void write(Path file, String machine, Map<Work, String> results, String when) {
        Map<String, String> sections = sections(file);
        results.forEach((work, text) -> sections.put(
                work.name(), "## " + work.name() + "\n\n" + work.title() + ". " + when + "\n\n" + text.strip() + "\n"));
        StringBuilder page = new StringBuilder(INTRODUCTION).append('\n').append(machine);
        for (String name : ordered(sections)) {
            page.append('\n').append(sections.get(name));
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> ordered(Map<String, String> sections) {
        List<String> known = Works.all(Path.of("")).stream().map(Work::name).toList();
        return Stream.concat(
                        sections.keySet().stream().filter(name -> !known.contains(name)),
                        known.stream().filter(sections::containsKey))
                .toList();
    }

    private static Map<String, String> sections(Path file) {
        Map<String, String> sections = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return sections;
        }
        try {
            String[] parts = Files.readString(file).split("(?m)^(?=## )", -1);
            for (int i = 1; i < parts.length; i++) {
                String name =
                        parts[i].lines().findFirst().orElse("").substring(3).strip();
                sections.put(name, parts[i].strip() + "\n");
            }
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
