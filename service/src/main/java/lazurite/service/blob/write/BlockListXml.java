package lazurite.service.blob.write;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation.BlockChoice;
import lazurite.service.blob.text.Base64Text;
import lazurite.service.blob.text.XmlReader;
import org.jspecify.annotations.Nullable;

/** Reads the document of a Put Block List. */
public final class BlockListXml {
    private static final int BLOCKS_MAX = 50_000;
    private static final int ID_BYTES_MAX = 64;

    private BlockListXml() {}

    /** @throws StorageException 400 InvalidXmlDocument, BlockListTooLong, InvalidBlockId */
    public static List<BlockChoice> read(byte[] document) {
        XmlReader xml = new XmlReader(document, "BlockList");
        List<BlockChoice> choices = new ArrayList<>();
        for (String name = xml.child(); name != null; name = xml.child()) {
            BlockChoice.From from = from(name);
            if (from == null) {
                throw xml.malformed("The element " + name + " is not expected here.");
            }
            if (choices.size() == BLOCKS_MAX) {
                throw new StorageException(ErrorCode.BlockListTooLong);
            }
            choices.add(new BlockChoice(from, id(xml.text().strip())));
        }
        xml.finish();
        return choices;
    }

    private static BlockChoice.@Nullable From from(String name) {
        return switch (name) {
            case "Latest" -> BlockChoice.From.LATEST;
            case "Committed" -> BlockChoice.From.COMMITTED;
            case "Uncommitted" -> BlockChoice.From.UNCOMMITTED;
            default -> null;
        };
    }

    private static String id(String text) {
        int bytes = Base64Text.length(text);
        if (bytes <= 0 || bytes > ID_BYTES_MAX) {
            throw new StorageException(ErrorCode.InvalidBlockId);
        }
        return text;
    }
}
