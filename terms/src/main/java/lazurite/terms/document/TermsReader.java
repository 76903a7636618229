package lazurite.terms.document;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.predicate.Predicate;
import lazurite.terms.predicate.PredicateException;
import lazurite.terms.signal.Signals;
import lazurite.terms.use.SubscriptionUse;
import lazurite.terms.use.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Makes a terms document of a parsed file: maps, lists and texts, as whatever reads the file hands them over. What
 * docs/terms.md does not name is an error.
 */
public final class TermsReader {
    /** Clauses of a document. */
    public static final int CLAUSES_MAX = 100;

    /** The longest a decision may last, in days. */
    public static final int DAYS_MAX = 90;

    private static final int TITLE_CHARS_MAX = 200;
    private static final int TEXT_CHARS_MAX = 5000;
    private static final List<MeteredService> SERVICES = List.of(MeteredService.values());

    private TermsReader() {}

    /**
     * Reads a document.
     *
     * @throws TermsException naming the key that is missing, unknown or wrong
     */
    public static TermsDocument read(Object tree) {
        Section root = new Section("", tree);
        String name = tag(root, "terms");
        int version = root.integer("version", 1, 1_000_000);
        root.integer("arithmetic", TermsDocument.ARITHMETIC, TermsDocument.ARITHMETIC);
        List<?> items = root.list("clauses", CLAUSES_MAX);
        root.done();
        List<Clause> clauses = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Section section = new Section("clauses[" + i + "]", items.get(i));
            Clause clause = clause(section);
            if (!ids.add(clause.id())) {
                throw section.wrong("id", "'" + clause.id() + "' is the id of an earlier clause");
            }
            clauses.add(clause);
        }
        return new TermsDocument(name, version, clauses);
    }

    private static Clause clause(Section section) {
        List<MeteredService> services = services(section);
        Predicate predicate = section.has("predicate") ? predicate(section, services) : null;
        Clause clause = new Clause(
                tag(section, "id"),
                section.text("title", TITLE_CHARS_MAX),
                section.text("text", TEXT_CHARS_MAX),
                services,
                predicate,
                Section.choice(
                        section.full("severity"),
                        section.text("severity", 20),
                        List.of(Severity.values()),
                        Severity::label),
                scope(section, services),
                section.integer("maxDays", 1, DAYS_MAX),
                needsHuman(section, predicate));
        section.done();
        return clause;
    }

    private static String tag(Section section, String key) {
        String text = section.text(key, 64);
        if (!Tag.is(text)) {
            throw section.wrong(key, "expected " + Tag.EXPECTED);
        }
        return text;
    }

    private static List<MeteredService> services(Section section) {
        List<MeteredService> services = new ArrayList<>();
        List<?> labels = section.list("services", SERVICES.size());
        for (int i = 0; i < labels.size(); i++) {
            String path = section.full("services[" + i + "]");
            MeteredService service = Section.choice(path, labels.get(i), SERVICES, MeteredService::label);
            if (services.contains(service)) {
                throw new TermsException(path, "'" + service.label() + "' stands there twice");
            }
            services.add(service);
        }
        return services;
    }

    /** The predicate, asked once about a subscription without any use so that a wrong argument shows now. */
    private static Predicate predicate(Section section, List<MeteredService> services) {
        String text = section.text("predicate", Predicate.CHARS_MAX);
        try {
            Predicate predicate = Predicate.of(text);
            SubscriptionUse nothing = new SubscriptionUse("none", LocalDate.EPOCH);
            for (MeteredService service : services) {
                predicate.answer(new Signals(nothing, service), Signals.LEARNING_DAYS);
            }
            return predicate;
        } catch (PredicateException wrong) {
            throw section.wrong("predicate", String.valueOf(wrong.getMessage()));
        }
    }

    private static Map<MeteredService, Level> scope(Section section, List<MeteredService> services) {
        Map<MeteredService, Level> scope = new EnumMap<>(MeteredService.class);
        section.mapping("scope").forEach((label, level) -> {
            String path = section.full("scope." + label);
            scope.put(
                    Section.choice(path, label, services, MeteredService::label),
                    Section.choice(path, level, List.of(Level.values()), Level::label));
        });
        return scope;
    }

    private static boolean needsHuman(Section section, @Nullable Predicate predicate) {
        boolean needed = section.flag("needsHuman");
        if (!needed && predicate == null) {
            throw section.wrong("needsHuman", "a clause without a predicate needs a human");
        }
        return needed;
    }
}
