package lazurite.governance.office;

/** What witnesses have said so far. */
public interface Quorum {
    /** A policy that asks for no witnesses. */
    Quorum NONE_NEEDED = new Quorum() {
        @Override
        public boolean needed() {
            return false;
        }

        @Override
        public boolean covers(long index) {
            return true;
        }
    };

    /** Whether the policy asks for witnesses. */
    boolean needed();

    /** Whether as many of them as the policy asks for have seen the entry at that index. Once true, it stays true. */
    boolean covers(long index);
}
