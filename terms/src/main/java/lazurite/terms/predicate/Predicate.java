package lazurite.terms.predicate;

import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.signal.Signals;
import lazurite.terms.use.Declaration;

/**
 * A condition on a service's use, in CEL over the variables and functions of docs/terms.md.
 *
 * <p>Its evaluation is bounded by what it is: at most {@value #CHARS_MAX} characters and {@value #NODES_MAX} nodes, none
 * of them a loop, each evaluated at most once; a function looks back over at most {@value Signals#LOOK_BACK_DAYS_MAX}
 * days.
 *
 * <p>Concurrency: any number of threads, if their signals are their own.
 */
public final class Predicate {
    /** Characters of a predicate. */
    public static final int CHARS_MAX = 2000;

    /** Nodes of its syntax tree. */
    public static final int NODES_MAX = 200;

    private final String text;
    private final CelRuntime.Program program;

    private Predicate(String text, CelRuntime.Program program) {
        this.text = text;
        this.program = program;
    }

    /**
     * Checks and prepares a predicate.
     *
     * @throws PredicateException if the text is no condition over the variables and functions that there are
     */
    public static Predicate of(String text) {
        CelValidationResult checked = Language.COMPILER.compile(text);
        if (checked.hasError()) {
            throw new PredicateException(Language.sentence(checked.getErrors().getFirst()));
        }
        try {
            return new Predicate(text, Language.RUNTIME.createProgram(checked.getAst()));
        } catch (CelValidationException | CelEvaluationException wrong) {
            throw new PredicateException(String.valueOf(wrong.getMessage()));
        }
    }

    public String text() {
        return text;
    }

    /** SHA-256 of the text's UTF-8, in hexadecimal: the signal code's hash. */
    public String sha256() {
        return sha256(text);
    }

    /** SHA-256 of a text's UTF-8, in hexadecimal. */
    public static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /**
     * Answers for a service on the day of that age.
     *
     * @throws PredicateException if a function was asked what it cannot answer
     */
    public Answer answer(Signals signals, int age) {
        Declaration declared = signals.use().declaration(age);
        Map<String, Object> variables = Map.of(
                "service", signals.service().label(),
                "customer_class", declared.customerClass(),
                "purposes", declared.purposes(),
                "services",
                        declared.services().stream().map(MeteredService::label).toList(),
                "age_days", (long) age);
        Functions functions = new Functions(signals, age);
        try {
            boolean holds = (Boolean) program.eval(variables, functions.bindings());
            functions.requireNoneRefused();
            return new Answer(holds, functions.evidence());
        } catch (CelEvaluationException wrong) {
            functions.requireNoneRefused();
            throw new PredicateException(String.valueOf(wrong.getMessage()));
        }
    }
}
