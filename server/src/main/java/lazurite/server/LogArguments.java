package lazurite.server;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import lazurite.governance.source.LiveLog;
import lazurite.governance.source.LogFolder;
import lazurite.governance.source.LogSource;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.proof.Policy;
import lazurite.server.command.Arguments;
import lazurite.server.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What commands of outsiders are told: a log, the keys that sign it, a policy. */
record LogArguments(Arguments arguments) {
    private static final String KEY = "--key";
    private static final String POLICY = "--policy";

    /** @param others the command's own flags that take a value */
    static LogArguments parse(List<String> words, Set<String> others, Set<String> switches) {
        Set<String> values = new HashSet<>(others);
        values.addAll(Set.of(KEY, POLICY));
        return new LogArguments(Arguments.parse(words, values, switches, Set.of(KEY)));
    }

    List<String> operands(String command, String... names) {
        return arguments.operands(command, names);
    }

    boolean has(String flag) {
        return arguments.switches().contains(flag);
    }

    /** The log at an address or in a folder. */
    static LogSource source(String command, String log) {
        if (log.startsWith("http://") || log.startsWith("https://")) {
            return new LiveLog(address(command, log));
        }
        try {
            Path folder = Path.of(log);
            if (Files.isDirectory(folder)) {
                return new LogFolder(folder);
            }
        } catch (InvalidPathException malformed) {
            // told below
        }
        throw new ConfigException(command + ": '" + log + "' is neither an http address nor a folder");
    }

    private static URI address(String command, String log) {
        try {
            URI address = new URI(log);
            if (address.getHost() != null && address.getQuery() == null && address.getFragment() == null) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            // told below
        }
        throw new ConfigException(command + ": '" + log + "' is no address of a log");
    }

    /** The keys of the command line, and those, the witnesses and the quorum of the policy file. */
    Policy policy() throws IOException {
        Set<Policy.Log> logs = new LinkedHashSet<>();
        for (String key : arguments.values().getOrDefault(KEY, "").split("\\s+", -1)) {
            if (!key.isEmpty()) {
                logs.add(new Policy.Log(key(key), null));
            }
        }
        byte[] file = file(POLICY);
        Policy policy = file == null ? new Policy(List.of(), Map.of(), null) : parsed(POLICY, () -> Policy.parse(file));
        logs.addAll(policy.logs());
        if (logs.isEmpty()) {
            throw new ConfigException(KEY + ": expected a key that signs the log, found none; 'lazurite ledger vkey'"
                    + " prints those of a log of one's own");
        }
        return new Policy(new ArrayList<>(logs), policy.witnesses(), policy.quorum());
    }

    /** The checkpoint in the file that a flag names; null without the flag. */
    @Nullable
    Note note(String flag) throws IOException {
        byte[] file = file(flag);
        return file == null ? null : parsed(flag, () -> Note.parse(file));
    }

    private static VerifierKey key(String text) {
        VerifierKey key = parsed(KEY, () -> VerifierKey.parse(text));
        if (key.type() == SignatureType.ED25519_COSIGNATURE) {
            throw new ConfigException(KEY + ": this is a witness's key; witnesses stand in a policy file");
        }
        return key;
    }

    private byte @Nullable [] file(String flag) throws IOException {
        String name = arguments.values().get(flag);
        if (name == null) {
            return null;
        }
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file)) {
                return Files.readAllBytes(file);
            }
        } catch (InvalidPathException malformed) {
            // told below
        }
        throw new ConfigException(flag + ": there is no file " + name);
    }

    private static <T> T parsed(String flag, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RefusedException malformed) {
            throw new ConfigException(flag + ": " + malformed.getMessage());
        }
    }
}
