package lazurite.tests.crash;

import java.util.List;
import java.util.stream.Stream;

/** The states that a thing may be found in: one when all operations on it were answered, more when the last one was not. */
record Belief<T>(T known, List<T> alsoPossible, String unanswered) {
    Belief {
        alsoPossible = List.copyOf(alsoPossible);
    }

    static <T> Belief<T> certain(T state) {
        return new Belief<>(state, List.of(), "");
    }

    Belief<T> orElse(T other, String operation) {
        return new Belief<>(known, List.of(other), operation);
    }

    List<T> all() {
        return Stream.concat(Stream.of(known), alsoPossible.stream()).toList();
    }

    /** For messages. */
    String about() {
        return unanswered.isEmpty() ? "all acknowledged" : "unanswered: " + unanswered;
    }

    boolean isCertain() {
        return alsoPossible.isEmpty();
    }
}
