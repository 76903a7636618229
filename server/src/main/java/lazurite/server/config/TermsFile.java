package lazurite.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.terms.document.TermsDocument;
import lazurite.terms.document.TermsException;
import lazurite.terms.document.TermsReader;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A file with a terms document, and the one that comes with Lazurite. */
public final class TermsFile {
    /** The default set, in the room of terms. */
    private static final String SHIPPED = "/lazurite/terms/default.yaml";

    /** What messages call it. */
    public static final String DEFAULT = "default terms";

    private static final int DEPTH_MAX = 8;

    private final String label;
    private final Map<String, Integer> lines = new HashMap<>();

    private TermsFile(String label) {
        this.label = label;
    }

    /**
     * Reads a terms document.
     *
     * @throws ConfigException if it cannot be read or obeyed, with file, line and key
     */
    public static TermsDocument read(Path file) {
        return of(file.toString(), text(file));
    }

    /** The default set. */
    public static TermsDocument shipped() {
        return of(DEFAULT, text(null));
    }

    /**
     * Reads a terms document that is at hand.
     *
     * @param label names it in messages
     * @throws ConfigException if it cannot be obeyed, with line and key
     */
    public static TermsDocument of(String label, String text) {
        return new TermsFile(label).document(text);
    }

    /**
     * The file as it is.
     *
     * @param file null for the default set
     * @throws ConfigException if it cannot be read
     */
    public static String text(@Nullable Path file) {
        if (file == null) {
            return shippedText();
        }
        try {
            if (Files.size(file) > YamlText.SIZE_MAX_BYTES) {
                throw new ConfigException(file + ": a terms document has at most 4 MiB");
            }
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new ConfigException("there is no file " + file);
        } catch (CharacterCodingException wrong) {
            throw new ConfigException(file + ": a terms document must be UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigException("cannot read " + file + ": " + unreadable.getMessage());
        }
    }

    private static String shippedText() {
        try (InputStream resource = TermsFile.class.getResourceAsStream(SHIPPED)) {
            if (resource == null) {
                throw new IllegalStateException("the default terms are not on the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private TermsDocument document(String text) {
        Object tree = tree("", YamlText.compose(label, text), 0);
        try {
            return TermsReader.read(tree);
        } catch (TermsException wrong) {
            throw wrong(wrong.path(), String.valueOf(wrong.getMessage()));
        }
    }

    /** Maps, lists and texts; where nothing stands, an empty text. */
    private Object tree(String path, @Nullable Node node, int depth) {
        if (depth > DEPTH_MAX) {
            throw wrong(path, path + ": nested more than " + DEPTH_MAX + " deep");
        }
        return switch (node) {
            case MappingNode mapping -> mapping(path, mapping, depth);
            case SequenceNode sequence -> sequence(path, sequence, depth);
            case ScalarNode scalar -> scalar.getValue();
            case null, default -> "";
        };
    }

    private Map<String, Object> mapping(String path, MappingNode mapping, int depth) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String full = path.isEmpty() ? key : path + "." + key;
            note(full, entry.getKeyNode());
            if (entries.put(key, tree(full, entry.getValueNode(), depth + 1)) != null) {
                throw wrong(full, full + ": given twice; keep one of them");
            }
        }
        return entries;
    }

    private List<Object> sequence(String path, SequenceNode sequence, int depth) {
        List<Object> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String full = path + "[" + items.size() + "]";
            note(full, item);
            items.add(tree(full, item, depth + 1));
        }
        return items;
    }

    private void note(String path, Node node) {
        node.getStartMark().ifPresent(mark -> lines.put(path, mark.getLine() + 1));
    }

    /** With the line of the key, or of the nearest around it. */
    private ConfigException wrong(String path, String message) {
        String known = path;
        while (!known.isEmpty() && !lines.containsKey(known)) {
            known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
        }
        return new ConfigException(label + (known.isEmpty() ? "" : " line " + lines.get(known)) + ": " + message);
    }
}
