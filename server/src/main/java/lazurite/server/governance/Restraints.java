package lazurite.server.governance;

/** Tells whether a restriction or an open case stands on a subscription. */
@FunctionalInterface
public interface Restraints {
    /** @param pseudonym of the subscription */
    boolean stand(String pseudonym);
}
