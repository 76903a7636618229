package lazurite.service.blob.replication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lazurite.service.account.Account;
import lazurite.service.account.Pass;
import lazurite.service.account.ReplicationPolicy;
import lazurite.service.auth.Caller;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.record.Moment;

/**
 * The way of a replication rule, open: both containers are there, and no order stands against it.
 *
 * @param from any blob of the source container; its pass is to read it
 * @param to any blob of the destination container; its pass is to write it and to read the source
 * @param since versions made before are not copied
 */
record ReplicaRoute(
        ReplicationPolicy policy,
        ReplicationPolicy.Rule rule,
        BlobAddress from,
        BlobAddress to,
        Account source,
        Account destination,
        Instant since) {
    private static final String VERSION = "2025-11-05";

    /** Names the rule in marks and headers. */
    static String key(ReplicationPolicy policy, ReplicationPolicy.Rule rule) {
        return policy.id() + "_" + rule.id();
    }

    String key() {
        return key(policy, rule);
    }

    /** Whether blobs of that name are copied. */
    boolean covers(String name) {
        return rule.prefixMatch().isEmpty() || rule.prefixMatch().stream().anyMatch(name::startsWith);
    }

    /** Beginnings of the names, none of which is the beginning of another. */
    static List<String> prefixes(ReplicationPolicy.Rule rule) {
        if (rule.prefixMatch().isEmpty()) {
            return List.of("");
        }
        List<String> prefixes = new ArrayList<>();
        for (String prefix : rule.prefixMatch().stream().sorted().toList()) {
            if (prefixes.stream().noneMatch(prefix::startsWith)) {
                prefixes.add(prefix);
            }
        }
        return prefixes;
    }

    /** What is read of the source. */
    BlobCall.ResolvedSource source(BlobAddress at, Moment moment) {
        return new BlobCall.ResolvedSource(
                at.account(), at.container(), at.blob(), moment, false, at.pass(), source.blob());
    }

    /** The call in whose name the destination is written. */
    BlobCall call(Pass pass) {
        Caller owner = new Caller(Caller.Kind.SHARED_KEY, "", destination.name());
        return new BlobCall(destination.name(), destination.blob(), owner, VERSION, pass, _ -> {
            throw new IllegalStateException("replication resolves no source");
        });
    }
}
