package lazurite.ledger.log;

import lazurite.ledger.RefusedException;

/** What became of a submission. */
sealed interface Outcome {
    record Logged(Appended appended) implements Outcome {}

    record Refused(RefusedException reason) implements Outcome {}
}
