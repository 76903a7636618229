package lazurite.server.admin;

import java.security.PublicKey;
import java.util.Base64;
import java.util.function.LongSupplier;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.office.Office;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.server.admin.AdminException.Problem;

/**
 * Finds out who signed a request.
 *
 * <p>Concurrency: any thread.
 */
final class Callers {
    private static final int SEEN_MAX = 10_000;

    private final Office office;
    private final LongSupplier now;
    private final SeenSignatures seen = new SeenSignatures(SEEN_MAX);

    /** @param now milliseconds since 1970 */
    Callers(Office office, LongSupplier now) {
        this.office = office;
        this.now = now;
    }

    /** What the headers claim, before the body is read. */
    private record Claim(Caller caller, PublicKey key, long time, String signature) {}

    /**
     * Who signed the request; refuses one that is not signed, late, early, or seen before. The body is read once it is
     * known that a key of the claimed name exists and the time is right.
     */
    Caller of(Request request, Content content) {
        Claim claim = claim(request.headers());
        byte[] message = RequestSignature.message(
                office.ledger().settings().origin(), request.method(), request.target(), claim.time(), content.read());
        if (!KeyAlgorithm.ED25519.verifies(
                claim.key(), message, Base64.getDecoder().decode(claim.signature()))) {
            throw unsigned(
                    "The request's signature is not that of " + claim.caller().name() + "'s key.");
        }
        long until = claim.time() + Office.TIME_OFF_MAX;
        return switch (seen.see(claim.signature(), until, now.getAsLong())) {
            case FIRST -> claim.caller();
            case AGAIN -> throw new AdminException(Problem.SENT_BEFORE, "The request was sent before; sign it anew.");
            case TOO_MANY ->
                throw new AdminException(Problem.UNAVAILABLE, "There were too many signed requests; wait ten minutes.");
        };
    }

    private Claim claim(Headers headers) {
        String actor = header(headers, RequestSignature.ACTOR);
        String signature = header(headers, RequestSignature.SIGNATURE);
        long time;
        try {
            time = Strict.decimal(header(headers, RequestSignature.TIME), "The header " + RequestSignature.TIME);
            Strict.base64(signature, "The header " + RequestSignature.SIGNATURE);
        } catch (RefusedException malformed) {
            throw unsigned(String.valueOf(malformed.getMessage()));
        }
        long off = time - now.getAsLong();
        if (off > Office.TIME_OFF_MAX || off < -Office.TIME_OFF_MAX) {
            throw unsigned("The request's time is more than five minutes from the server's.");
        }
        RosterEvent roster = office.register().roster();
        RosterEvent.Holder holder = roster == null ? null : roster.find(actor);
        if (holder != null) {
            return new Claim(new Caller.OfRoster(holder), holder.publicKey(), time, signature);
        }
        PublicKey key = office.customerKey(actor);
        if (key == null) {
            throw unsigned("Neither a holder of the roster nor a subscription with a key has the name of the actor.");
        }
        return new Claim(new Caller.Customer(actor), key, time, signature);
    }

    private static String header(Headers headers, String name) {
        String value = headers.first(name);
        if (value == null || headers.all(name).size() > 1) {
            throw unsigned("The request needs one header " + name + "; see docs/governance.md.");
        }
        return value;
    }

    private static AdminException unsigned(String sentence) {
        return new AdminException(Problem.NOT_SIGNED, sentence);
    }
}
