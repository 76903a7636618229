package lazurite.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionMarksTest {
    private static final int ROWS = 20_000;

    @TempDir
    Path folder;

    @Test
    void theMarksOfManyDeletionsVanish() throws Exception {
        Natives.load(Rows.SETTINGS.natives());
        List<Key> keys =
                IntStream.range(0, ROWS).mapToObj(i -> Rows.key("row" + i)).toList();
        try (Tables tables = Tables.open(folder, Rows.SETTINGS)) {
            write(
                    tables,
                    IntStream.range(0, ROWS)
                            .mapToObj(i ->
                                    new Work.Conditional(Rows.commitOf("row" + i, "x"), 0, new CompletableFuture<>()))
                            .toList());
            tables.flush(Family.BASE);
            write(tables, List.of(new Work.Removal(Family.BASE, keys, 0, new CompletableFuture<>())));
            tables.flush(Family.BASE);

            Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
            while (!tables.dropDeletionMarks(Family.BASE) && Instant.now().isBefore(deadline)) {
                Thread.sleep(10);
            }
            assertThat(tables.dropDeletionMarks(Family.BASE)).isTrue();
            assertThat(tables.scan(Family.BASE, new KeyRange(Key.of(""), null), 10, false))
                    .isEmpty();
        }
        assertThat(tables()).isEmpty();
    }

    private static void write(Tables tables, List<? extends Work> works) throws Exception {
        try (Batch batch = new Batch(tables)) {
            for (Work work : works) {
                assertThat(batch.add(work)).isTrue();
            }
            tables.write(batch.rows());
        }
    }

    private List<Path> tables() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
    }
}
