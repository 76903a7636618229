package lazurite.service.auth;

import lazurite.service.account.Use;

/**
 * What a request needs of a SAS ({@code auth.md} §5 of the protocol digest; Azure "Create an account SAS" and "Create a
 * service SAS" pages). A shared key needs nothing of this; anonymous readers are decided by {@link #anonymous}.
 *
 * @param resource what an account SAS calls the resource: {@code srt}
 * @param account letters of which an account SAS must hold one; empty: any SAS will do; {@link #NEVER}
 * @param container likewise for a service SAS of a container
 * @param blob likewise for a service SAS of a blob
 * @param also letters that must be held besides, each of them ({@code t} when tags are touched)
 * @param anonymous whether a container's public access may stand in; it never does where {@code also} has letters
 * @param use what it does, as orders see it; what changes anything is refused on a secondary
 */
public record Permission(
        ResourceType resource,
        String account,
        String container,
        String blob,
        String also,
        PublicRead anonymous,
        Use use) {
    /** No SAS of that kind is ever enough. */
    public static final String NEVER = "!";

    /** What an account SAS distinguishes; some operations are open to more than one type. */
    public enum ResourceType {
        SERVICE("s"),
        CONTAINER("c"),
        OBJECT("o"),
        SERVICE_OR_OBJECT("so"),
        CONTAINER_OR_OBJECT("co"),
        ANY("sco");

        private final String letters;

        ResourceType(String letters) {
            this.letters = letters;
        }

        /** Letters of {@code srt} of which one must be held. */
        public String letters() {
            return letters;
        }
    }

    /** The public access level of the container that is needed for an anonymous caller. */
    public enum PublicRead {
        NEVER,
        BLOB,
        CONTAINER
    }
}
