package lazurite.terms.predicate;

import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelLateFunctionBindings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.terms.signal.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The functions of one evaluation; they note what they were asked and answered. A refused argument is kept: CEL's
 * {@code ||} would forgive it.
 */
final class Functions {
    private static final List<Class<?>> THREE = List.of(Long.class, Long.class, Long.class);

    private final Signals signals;
    private final int age;
    private final Map<String, String> evidence = new LinkedHashMap<>();
    private @Nullable String refused;

    Functions(Signals signals, int age) {
        this.signals = signals;
        this.age = age;
    }

    /** The functions as CEL calls them. */
    @SuppressWarnings("Immutable") // Asked of functions that evaluations share; these belong to one.
    CelLateFunctionBindings bindings() {
        return CelLateFunctionBindings.from(
                CelFunctionBinding.from(
                        "growth", Long.class, days -> note("growth", () -> signals.growth(age, whole(days)), days)),
                CelFunctionBinding.from(
                        "units", Long.class, days -> note("units", () -> signals.units(age, whole(days)), days)),
                CelFunctionBinding.from(
                        "ratio",
                        THREE,
                        of -> note("ratio", () -> signals.ratio(age, whole(of[0]), whole(of[1]), whole(of[2])), of)),
                CelFunctionBinding.from(
                        "model_ratio",
                        THREE,
                        of -> note(
                                "model_ratio",
                                () -> signals.modelRatio(age, whole(of[0]), whole(of[1]), whole(of[2])),
                                of)),
                CelFunctionBinding.from("used_bytes", List.of(), _ -> note("used_bytes", () -> signals.usedBytes(age))),
                CelFunctionBinding.from("cusum", List.of(), _ -> note("cusum", () -> signals.cusum(age))),
                CelFunctionBinding.from(
                        "undeclared", List.of(), _ -> note("undeclared", () -> signals.undeclared(age))));
    }

    Map<String, String> evidence() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    void requireNoneRefused() {
        if (refused != null) {
            throw new PredicateException(refused);
        }
    }

    private Object note(String name, Supplier<Object> function, Object... arguments) {
        String call = name + Stream.of(arguments).map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
        try {
            Object value = function.get();
            evidence.put(call, String.valueOf(value));
            return value;
        } catch (IllegalArgumentException wrong) {
            refused = call + " " + wrong.getMessage();
            throw wrong;
        }
    }

    /** An argument; what no int holds becomes one that every function refuses. */
    private static int whole(Object argument) {
        long value = (Long) argument;
        return value == (int) value ? (int) value : -1;
    }
}
