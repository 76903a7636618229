package lazurite.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The configuration file: YAML 1.2, read as nodes only, so that nothing in it makes an object of a class it names. */
final class ConfigFile {
    private final @Nullable Path file;
    private final Map<String, Boolean> asked = new TreeMap<>();

    ConfigFile(@Nullable Path file) {
        this.file = file;
    }

    /** Its one document; null if there is no file or nothing in it. */
    @Nullable
    Node root() {
        if (file == null) {
            return null;
        }
        return YamlText.compose(file.toString(), read(file));
    }

    /** What relative paths in the file are relative to. */
    Path folder() {
        return file == null || file.toAbsolutePath().getParent() == null
                ? Path.of("")
                : file.toAbsolutePath().getParent();
    }

    /** A key's place, for messages. */
    String place(String name, @Nullable Node node) {
        if (file == null) {
            return name;
        }
        String line = node == null
                ? ""
                : node.getStartMark()
                        .map(mark -> " line " + (mark.getLine() + 1))
                        .orElse("");
        return name + " (" + file + line + ")";
    }

    /** Notes that a key has been asked for, and whether the file has it. */
    void asked(String path, boolean given) {
        asked.merge(path, given, Boolean::logicalOr);
    }

    /** Every key asked for so far, with whether the file has it. */
    Map<String, Boolean> asked() {
        return asked;
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > YamlText.SIZE_MAX_BYTES) {
                throw new ConfigException(file + ": a configuration file has at most 4 MiB");
            }
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new ConfigException("--config: there is no file " + file);
        } catch (CharacterCodingException wrong) {
            throw new ConfigException(file + ": a configuration file must be UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigException("--config: cannot read " + file + ": " + unreadable.getMessage());
        }
    }
}
