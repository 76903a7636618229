package lazurite.tests.crash;

import java.util.List;

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

    boolean isCertain() {
        return alsoPossible.isEmpty();
    }
}
