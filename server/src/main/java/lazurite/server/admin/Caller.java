package lazurite.server.admin;

import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;

/** Who signed a request. */
sealed interface Caller {
    /** As entries name it. */
    String name();

    /** Whether it may see what concerns that subscription and nobody else. */
    boolean isConcerned(String subscription);

    /** Whether it is a holder of that role. */
    boolean is(Role role);

    /** A holder of the roster. */
    record OfRoster(RosterEvent.Holder holder) implements Caller {
        @Override
        public String name() {
            return holder.name();
        }

        @Override
        public boolean isConcerned(String subscription) {
            return false;
        }

        @Override
        public boolean is(Role role) {
            return holder.roles().contains(role);
        }
    }

    /** A customer, by the key that its subscription declared. */
    record Customer(String subscription) implements Caller {
        @Override
        public String name() {
            return subscription;
        }

        @Override
        public boolean isConcerned(String other) {
            return subscription.equals(other);
        }

        @Override
        public boolean is(Role role) {
            return false;
        }
    }
}
