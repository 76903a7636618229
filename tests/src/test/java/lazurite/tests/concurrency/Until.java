package lazurite.tests.concurrency;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/** Waiting for what a server does behind its answers, by asking again and again. */
final class Until {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Until() {}

    @FunctionalInterface
    interface Question<T> {
        T ask() throws IOException;
    }

    /** The first answer that is the one waited for; fails the test if none is for very long. */
    static <T> T answered(Question<T> question, Predicate<T> enough) throws IOException {
        long most = System.nanoTime() + PATIENCE.toNanos();
        T answer = question.ask();
        while (!enough.test(answer)) {
            if (System.nanoTime() - most > 0) {
                throw new AssertionError("still answered with " + answer);
            }
            answer = question.ask();
        }
        return answer;
    }
}
