package lazurite.terms.predicate;

import java.util.Map;

/**
 * What a predicate said of one service on one day.
 *
 * @param holds whether it does
 * @param evidence each function that was asked, as it stands in the predicate, and its value; in the order asked
 */
public record Answer(boolean holds, Map<String, String> evidence) {}
