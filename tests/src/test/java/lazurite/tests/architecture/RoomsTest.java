package lazurite.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may see whom, and what things may be called. */
final class RoomsTest {
    private static final JavaClasses BUILT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("lazurite");

    /** What is built, and the tests of this module. */
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("lazurite");

    private static final Map<String, Set<String>> SEEN = Map.of(
            "base", Set.of(),
            "http", Set.of("base"),
            "store", Set.of("base"),
            "ledger", Set.of("base", "store"),
            "terms", Set.of("base"),
            "governance", Set.of("base", "store", "ledger", "terms"),
            "service", Set.of("base", "http", "store", "terms"),
            "server", Set.of("base", "http", "store", "ledger", "terms", "governance", "service"));

    private static final String BLOB = "lazurite.service.blob";

    private static final Map<String, String> LIBRARIES = Map.of(
            "org.eclipse.jetty..", "lazurite.http.jetty",
            "org.rocksdb..", "lazurite.store.embedded",
            "org.snakeyaml..", "lazurite.server.config",
            "io.prometheus..", "lazurite.server.operator",
            "dev.cel..", "lazurite.terms.predicate",
            "com.cedarpolicy..", "lazurite.governance.role",
            "org.bouncycastle..", "lazurite.ledger.key");

    /** Rooms of {@code service.blob}, each with those that it sees. What ties them together, in none of them, sees all. */
    private static final Map<String, Set<String>> BLOB_ROOMS = Map.ofEntries(
            entry("text", Set.of()),
            entry("avro", Set.of()),
            entry("record", Set.of()),
            entry("settings", Set.of("text")),
            entry("operation", Set.of("record", "settings", "text")),
            entry("tag", Set.of("operation", "text")),
            entry("wire", Set.of("operation", "record", "settings", "tag", "text")),
            entry("query", Set.of("avro")),
            entry("change", Set.of("operation", "record", "settings", "text")),
            entry("event", Set.of("change", "operation", "record", "text")),
            entry("retention", Set.of("change", "operation", "record", "text")),
            entry("rows", Set.of("change", "event", "operation", "record", "retention", "text")),
            entry("page", Set.of("change", "record", "rows")),
            entry("content", Set.of("change", "operation", "page", "record", "rows")),
            entry("list", Set.of("change", "operation", "record", "retention", "rows")),
            entry(
                    "write",
                    Set.of(
                            "change",
                            "content",
                            "operation",
                            "page",
                            "record",
                            "retention",
                            "rows",
                            "settings",
                            "tag",
                            "text")),
            entry(
                    "copy",
                    Set.of("change", "content", "operation", "page", "record", "retention", "rows", "text", "write")),
            entry("chore", Set.of("change", "list", "operation", "page", "record", "retention", "rows", "write")),
            entry("read", Set.of("change", "chore", "content", "operation", "page", "query", "record", "rows", "text")),
            entry(
                    "replication",
                    Set.of(
                            "change",
                            "content",
                            "copy",
                            "event",
                            "list",
                            "operation",
                            "record",
                            "retention",
                            "rows",
                            "write")),
            entry("system", Set.of("operation", "record")),
            entry("inventory", Set.of("operation", "record")),
            entry("logs", Set.of("operation", "record", "settings", "system")),
            entry("feed", Set.of("", "avro", "event", "operation", "record", "system")));

    /** Rooms of {@code service.blob} that see HTTP, besides what ties them together. */
    private static final Set<String> BLOB_WIRE = Set.of("wire", "logs");

    private static final String VAGUE_CLASS =
            ".*(?<![A-Z])(Utils?|Utilit(y|ies)|Impl|Managers?|Helpers?)(?![a-z]).*|Common";
    private static final Set<String> VAGUE_PACKAGES =
            Set.of("common", "util", "utils", "impl", "manager", "managers", "helper", "helpers");

    @Test
    void everyRoomIsSeenHere() {
        Set<String> rooms =
                BUILT.stream().map(RoomsTest::room).filter(SEEN::containsKey).collect(Collectors.toSet());
        assertThat(rooms).isEqualTo(SEEN.keySet());
    }

    @Test
    void roomsDependOneWay() {
        SEEN.forEach((room, others) -> {
            String[] allowed = Stream.concat(Stream.of(room), others.stream())
                    .map(name -> "lazurite." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("lazurite." + room + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("lazurite..").and(not(resideInAnyPackage(allowed))))
                    .check(BUILT);
        });
    }

    @Test
    void eachLibraryIsSeenByOnePackage() {
        LIBRARIES.forEach((library, room) -> {
            assertThat(BUILT.stream().filter(type -> sees(type, library)))
                    .as("who sees " + library)
                    .isNotEmpty()
                    .allMatch(type -> type.getPackageName().equals(room));
        });
    }

    private static boolean sees(JavaClass type, String library) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> resideInAPackage(library).test(dependency.getTargetClass()));
    }

    @Test
    void everyRoomOfTheBlobServiceIsSeenHere() {
        Set<String> rooms = BUILT.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(BLOB + "."))
                .map(name -> name.substring(BLOB.length() + 1))
                .collect(Collectors.toSet());
        assertThat(rooms).isEqualTo(BLOB_ROOMS.keySet());
    }

    @Test
    void roomsOfTheBlobServiceDependOneWay() {
        BLOB_ROOMS.forEach((room, others) -> {
            String[] allowed = Stream.concat(Stream.of(room), others.stream())
                    .map(RoomsTest::blobRoom)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(blobRoom(room))
                    .should()
                    .dependOnClassesThat(resideInAPackage(BLOB + "..").and(not(resideInAnyPackage(allowed))))
                    .check(BUILT);
        });
    }

    private static String blobRoom(String room) {
        return room.isEmpty() ? BLOB : BLOB + "." + room;
    }

    @Test
    void theBlobServiceSeesNoHttpOutsideItsWirePart() {
        String[] inside = BLOB_ROOMS.keySet().stream()
                .filter(room -> !BLOB_WIRE.contains(room))
                .map(RoomsTest::blobRoom)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(inside)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("lazurite.http..")
                .check(BUILT);
    }

    @Test
    void packagesMakeNoCycles() {
        slices().matching("lazurite.(**)").should().beFreeOfCycles().check(BUILT);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<JavaPackage> packages = ALL.getPackage("lazurite").getSubpackagesInTree().stream()
                .filter(found -> !found.getClasses().isEmpty())
                .toList();
        assertThat(packages).hasSizeGreaterThan(20).allMatch(found -> found.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void nothingHasAVagueName() {
        assertThat(ALL).map(JavaClass::getSimpleName).noneMatch(name -> name.matches(VAGUE_CLASS));
        assertThat(ALL)
                .flatMap(type -> List.of(type.getPackageName().split("\\.")))
                .doesNotContainAnyElementsOf(VAGUE_PACKAGES);
    }

    private static String room(JavaClass type) {
        return type.getPackageName().split("\\.", 3)[1];
    }
}
