package lazurite.terms.predicate;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Arrays;

/**
 * What a predicate may say: logic, comparison, the four operations, membership of a list, and our own variables and
 * functions. No macros and so no loops, no regular expressions, no times, no conversions.
 */
final class Language {
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(Predicate.CHARS_MAX)
            .maxParseExpressionNodeCount(Predicate.NODES_MAX)
            .maxParseRecursionDepth(32)
            .enableComprehension(false)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final CelStandardDeclarations STANDARD = CelStandardDeclarations.newBuilder()
            .includeFunctions(
                    StandardFunction.LOGICAL_AND,
                    StandardFunction.LOGICAL_OR,
                    StandardFunction.LOGICAL_NOT,
                    StandardFunction.CONDITIONAL,
                    StandardFunction.EQUALS,
                    StandardFunction.NOT_EQUALS,
                    StandardFunction.LESS,
                    StandardFunction.LESS_EQUALS,
                    StandardFunction.GREATER,
                    StandardFunction.GREATER_EQUALS,
                    StandardFunction.ADD,
                    StandardFunction.SUBTRACT,
                    StandardFunction.MULTIPLY,
                    StandardFunction.DIVIDE,
                    StandardFunction.NEGATE,
                    StandardFunction.IN)
            .build();

    private static final CelType TAGS = ListType.create(SimpleType.STRING);

    static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setResultType(SimpleType.BOOL)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(STANDARD)
            .addVar("service", SimpleType.STRING)
            .addVar("customer_class", SimpleType.STRING)
            .addVar("purposes", TAGS)
            .addVar("services", TAGS)
            .addVar("age_days", SimpleType.INT)
            .addFunctionDeclarations(
                    function("growth", SimpleType.DOUBLE, 1),
                    function("used_bytes", SimpleType.INT, 0),
                    function("units", SimpleType.INT, 1),
                    function("ratio", SimpleType.DOUBLE, 3),
                    function("model_ratio", SimpleType.DOUBLE, 3),
                    function("cusum", SimpleType.DOUBLE, 0),
                    function("undeclared", SimpleType.BOOL, 0))
            .build();

    static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    private Language() {}

    private static CelFunctionDecl function(String name, CelType result, int arguments) {
        CelType[] types = new CelType[arguments];
        Arrays.fill(types, SimpleType.INT);
        return CelFunctionDecl.newFunctionDeclaration(name, CelOverloadDecl.newGlobalOverload(name, result, types));
    }

    /** The issue in one sentence, with its place in the predicate. */
    static String sentence(CelIssue issue) {
        String message = issue.getMessage()
                .replace(" (in container '')", "")
                .lines()
                .findFirst()
                .orElse("");
        return message + " at line " + issue.getSourceLocation().getLine() + ", column "
                + (issue.getSourceLocation().getColumn() + 1);
    }
}
