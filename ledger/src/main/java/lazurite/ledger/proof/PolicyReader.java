package lazurite.ledger.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.VerifierKey;
import org.jspecify.annotations.Nullable;

/** Reads policy files (C2SP tlog-policy). Names are bytes without meaning, held as Latin-1. */
final class PolicyReader {
    private static final int BYTES_MAX = 1 << 20;
    private static final int NAMES_MAX = 1024;
    private static final String NOBODY = "none";

    private final List<Policy.Log> logs = new ArrayList<>();
    private final Map<String, Policy.Witness> witnesses = new HashMap<>();
    private final Map<String, Policy.Voter> voters = new HashMap<>();
    private final Set<String> members = new HashSet<>();
    private final Set<List<Byte>> logKeys = new HashSet<>();
    private final Set<List<Byte>> witnessKeys = new HashSet<>();
    private boolean quorumRead;
    private Policy.@Nullable Voter quorum;

    private PolicyReader() {}

    static Policy read(byte[] file) {
        if (file.length > BYTES_MAX) {
            throw new RefusedException("A policy has at most " + BYTES_MAX + " bytes.");
        }
        PolicyReader reader = new PolicyReader();
        String[] lines = new String(file, StandardCharsets.ISO_8859_1).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            try {
                reader.line(lines[i]);
            } catch (RefusedException e) {
                throw new RefusedException("Policy, line " + (i + 1) + ": " + e.getMessage());
            }
        }
        if (!reader.quorumRead) {
            throw new RefusedException("A policy has no quorum line.");
        }
        return new Policy(reader.logs, reader.witnesses, reader.quorum);
    }

    private void line(String line) {
        if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F)) {
            throw new RefusedException("Control characters are not allowed.");
        }
        String[] words = line.strip().split("[ \t]+");
        if (words[0].isEmpty() || words[0].startsWith("#")) {
            return;
        }
        switch (words[0]) {
            case "log" -> log(words);
            case "witness" -> witness(words);
            case "group" -> group(words);
            case "quorum" -> quorum(words);
            default -> throw new RefusedException("A line begins with log, witness, group or quorum.");
        }
    }

    private void log(String[] words) {
        require(words.length == 2 || words.length == 3, "A log line is: log KEY [URL].");
        VerifierKey key = key(words[1], logKeys);
        require(key.type() != SignatureType.ED25519_COSIGNATURE, "A log does not sign with a witness's key.");
        logs.add(new Policy.Log(key, words.length == 3 ? words[2] : null));
    }

    private void witness(String[] words) {
        require(words.length == 3 || words.length == 4, "A witness line is: witness NAME KEY [URL].");
        VerifierKey key = key(words[2], witnessKeys);
        require(key.type() != SignatureType.ED25519, "A witness does not cosign with a key of type 01.");
        Policy.Witness witness = new Policy.Witness(words[1], key, words.length == 4 ? words[3] : null);
        define(words[1], witness);
        witnesses.put(words[1], witness);
    }

    private void group(String[] words) {
        require(words.length >= 4, "A group line is: group NAME all|any|NUMBER MEMBER....");
        List<Policy.Voter> voters = new ArrayList<>();
        for (String member : Arrays.asList(words).subList(3, words.length)) {
            require(members.add(member), "A member is in one group only, and once.");
            voters.add(defined(member));
        }
        long threshold = switch (words[2]) {
            case "any" -> 1;
            case "all" -> voters.size();
            default -> Strict.decimal(words[2], "A group's threshold");
        };
        require(threshold >= 1 && threshold <= voters.size(), "A group's threshold is from 1 to its members' count.");
        define(words[1], new Policy.Group((int) threshold, voters));
    }

    private void quorum(String[] words) {
        require(words.length == 2, "A quorum line is: quorum NAME|none.");
        require(!quorumRead, "A policy has one quorum line.");
        quorumRead = true;
        quorum = words[1].equals(NOBODY) ? null : defined(words[1]);
    }

    private VerifierKey key(String word, Set<List<Byte>> seen) {
        byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
        VerifierKey key = VerifierKey.parse(Strict.utf8(bytes, "A key"));
        List<Byte> raw = new ArrayList<>();
        for (byte b : key.publicKey()) {
            raw.add(b);
        }
        require(seen.add(raw), "A key is there twice.");
        return key;
    }

    private void define(String name, Policy.Voter voter) {
        require(!name.equals(NOBODY), "The name none has a meaning of its own.");
        require(voters.size() < NAMES_MAX, "A policy has at most " + NAMES_MAX + " names.");
        require(voters.put(name, voter) == null, "A name is defined twice.");
    }

    private Policy.Voter defined(String name) {
        Policy.Voter voter = voters.get(name);
        if (voter == null) {
            throw new RefusedException("A name is not defined on a line before.");
        }
        return voter;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new RefusedException(otherwise);
        }
    }
}
