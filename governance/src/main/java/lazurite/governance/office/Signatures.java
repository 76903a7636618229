package lazurite.governance.office;

import java.security.PublicKey;
import java.util.Base64;
import lazurite.governance.document.Documents;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.LockboxEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.governance.register.CaseFile;
import lazurite.governance.register.KnownSubscription;
import lazurite.governance.register.Lockbox;
import lazurite.governance.register.Register;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.Json;
import lazurite.ledger.key.KeyAlgorithm;
import org.jspecify.annotations.Nullable;

/** Whose key signed a command. */
record Signatures(Register register, Documents documents) {
    /** Who signed. */
    sealed interface Signer {
        /** A holder of the roster. */
        record OfRoster(Holder holder) implements Signer {}

        /** The subscription whose case, meter or request it is. */
        record Customer(String subscription) implements Signer {}
    }

    /** Who made the entry; refuses one that no key in question signed. */
    Signer signer(Entry entry, Event event) {
        RosterEvent roster = register.roster();
        Holder holder = roster == null ? null : roster.find(entry.actor());
        if (holder != null) {
            allow(entry.isSignedBy(holder.publicKey()), "The entry is not signed by the key of its actor.");
            return new Signer.OfRoster(holder);
        }
        String subscription = concerned(event);
        if (subscription != null && subscription.equals(entry.actor())) {
            PublicKey key = customerKey(subscription);
            allow(
                    key != null && entry.isSignedBy(key),
                    "The entry is not signed by the key that the subscription declared.");
            return new Signer.Customer(subscription);
        }
        throw roster == null
                ? new RefusedException("There is no roster yet.")
                : RefusedException.notAllowed("The roster has no holder '" + entry.actor() + "'.");
    }

    /** Refuses a roster that two holders of different roles do not agree to. */
    void roster(Entry entry, RosterEvent next, @Nullable RosterEvent before) {
        RosterEvent deciding = before == null ? next : before;
        Holder first = deciding.find(entry.actor());
        Holder second = deciding.find(next.approver());
        allow(first != null && second != null, "A roster is signed and approved by holders of the one before it.");
        if (first == null || second == null) {
            return;
        }
        allow(adds(first, second), "A roster is approved by a holder of a role that its signer does not have.");
        allow(entry.isSignedBy(first.publicKey()), "The roster is not signed by the key of its actor.");
        allow(
                next.isApprovedBy(second.publicKey(), register.rosterNext()),
                "The roster's approval is not its approver's, or for another place: behind another roster it is proposed and"
                        + " approved anew.");
        if (!canChange(next)) {
            throw new RefusedException(
                    "A roster needs at least two holders of different roles, or it could never be changed.");
        }
    }

    /** The key that the subscription declared; null if it did not. */
    @Nullable
    PublicKey customerKey(String pseudonym) {
        KnownSubscription known = register.subscription(pseudonym);
        Opening identity = known == null || known.identity() == null ? null : documents.opening(known.identity());
        return identity != null
                        && identity.content() instanceof Json.Fields fields
                        && fields.get("key") instanceof Json.Text key
                ? KeyAlgorithm.ED25519.publicKey(Base64.getDecoder().decode(key.value()))
                : null;
    }

    /** The subscription that a customer's step is about; null for steps that are no customer's. */
    private @Nullable String concerned(Event event) {
        return switch (event) {
            case MeterEvent.Disputed step -> step.subscription();
            case CaseEvent.Reply step -> ofCase(step.id());
            case AppealEvent.Filed step -> ofCase(step.id());
            case LockboxEvent.Approved step -> ofLockbox(step.id());
            case LockboxEvent.Denied step -> ofLockbox(step.id());
            default -> null;
        };
    }

    private @Nullable String ofCase(String id) {
        CaseFile file = register.caseFile(id);
        return file == null ? null : file.subscription();
    }

    private @Nullable String ofLockbox(String id) {
        Lockbox lockbox = register.lockbox(id);
        return lockbox == null ? null : lockbox.request().subscription();
    }

    private static boolean canChange(RosterEvent roster) {
        return roster.holders().stream()
                .anyMatch(one -> roster.holders().stream().anyMatch(other -> adds(one, other)));
    }

    /** Whether the second holder has a role that the first does not have. */
    private static boolean adds(Holder first, Holder second) {
        return !first.roles().containsAll(second.roles());
    }

    private static void allow(boolean holds, String otherwise) {
        if (!holds) {
            throw RefusedException.notAllowed(otherwise);
        }
    }
}
