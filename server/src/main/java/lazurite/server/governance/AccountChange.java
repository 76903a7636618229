package lazurite.server.governance;

/** A change of a logged account that a configuration may make only after it was allowed to. */
public sealed interface AccountChange {
    /** The account leaves the configuration: {@code lazurite subscription release ACCOUNT}. */
    record Release() implements AccountChange {}

    /**
     * The account goes to another subscription: {@code lazurite subscription rehome ACCOUNT --to ID}.
     *
     * @param to id of that subscription
     */
    record Rehome(String to) implements AccountChange {}

    /** All keys of the account are replaced at once: {@code lazurite subscription rekey ACCOUNT}. */
    record Rekey() implements AccountChange {}
}
