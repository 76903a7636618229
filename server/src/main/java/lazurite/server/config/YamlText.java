package lazurite.server.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** YAML 1.2, read as nodes only, so that nothing in it makes an object of a class it names. */
final class YamlText {
    static final int SIZE_MAX_BYTES = 4 << 20;

    private YamlText() {}

    /** The text's one document; null if there is nothing in it. */
    static @Nullable Node compose(String label, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(16)
                .setCodePointLimit(SIZE_MAX_BYTES)
                .build();
        try {
            return new Compose(settings).composeString(text).orElse(null);
        } catch (MarkedYamlEngineException wrong) {
            String line = wrong.getProblemMark()
                    .map(mark -> " line " + (mark.getLine() + 1))
                    .orElse("");
            throw new ConfigException(label + line + ": this is no YAML: " + wrong.getProblem());
        } catch (YamlEngineException wrong) {
            throw new ConfigException(label + ": this is no YAML: " + wrong.getMessage());
        } catch (StackOverflowError nested) {
            throw new ConfigException(label + ": lists and keys are nested too deeply");
        }
    }
}
