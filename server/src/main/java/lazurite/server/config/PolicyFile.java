package lazurite.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A file with a policy in Azure's own JSON, named in the configuration and read as strictly as this. */
final class PolicyFile {
    private final Path file;
    private final Section root;

    /** @throws ConfigException if it cannot be read */
    PolicyFile(Setting setting) {
        this.file = Values.path(setting);
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(setting.place() + ": there is no file " + file);
        }
        ConfigFile source = new ConfigFile(file);
        this.root = new Section("", source.root(), source, new Overrides(Map.of(), Map.of(), source.folder()));
    }

    Path file() {
        return file;
    }

    /** The whole document. */
    Section root() {
        return root;
    }

    /** One of a few words, which Azure takes in capitals and in lower case; told in lower case. */
    static String word(Section section, String key, List<String> words) {
        Setting setting = section.required(key);
        for (String word : words) {
            if (word.equalsIgnoreCase(setting.text())) {
                return word.toLowerCase(Locale.ROOT);
            }
        }
        throw setting.wrong("one of " + String.join(", ", words));
    }

    /** At most {@code max} texts. */
    static List<String> texts(Section section, String key, int max) {
        List<String> texts = section.texts(key).stream().map(Setting::text).toList();
        if (texts.size() > max) {
            throw new ConfigException(section.place(key) + ": there may be at most " + max + ", found " + texts.size());
        }
        return texts;
    }
}
