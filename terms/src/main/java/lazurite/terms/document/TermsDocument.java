package lazurite.terms.document;

import java.util.List;

/**
 * One version of the terms.
 *
 * @param name a tag, the same for all versions
 * @param version counted from 1
 * @param clauses in the document's order
 */
public record TermsDocument(String name, int version, List<Clause> clauses) {
    /** The version of the variables, functions and arithmetic that predicates stand on. */
    public static final int ARITHMETIC = 1;

    public TermsDocument {
        clauses = List.copyOf(clauses);
    }
}
