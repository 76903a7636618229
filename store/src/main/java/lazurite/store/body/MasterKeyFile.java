package lazurite.store.body;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.SecretFile;
import lazurite.base.StorageException;

/**
 * The file of master keys: a line of 64 hex digits for each, the current one first; readable by its owner only.
 * Replaced as a whole, so that a crash leaves the old file or the new one.
 */
record MasterKeyFile(Path path) {
    boolean exists() {
        return Files.exists(path);
    }

    MasterKeys read() {
        List<byte[]> keys = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(path, StandardCharsets.US_ASCII)) {
                if (!line.isBlank()) {
                    keys.add(key(line.strip()));
                }
            }
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
        if (keys.isEmpty()) {
            throw new StorageException(ErrorCode.InternalError, "The master key file " + path + " holds no key.");
        }
        return new MasterKeys(keys);
    }

    private byte[] key(String line) {
        if (line.length() != 2 * MasterKeys.KEY || !line.chars().allMatch(HexFormat::isHexDigit)) {
            throw new StorageException(
                    ErrorCode.InternalError, "The master key file " + path + " has a line that is not 64 hex digits.");
        }
        return HexFormat.of().parseHex(line);
    }

    void write(MasterKeys keys) {
        StringBuilder text = new StringBuilder();
        keys.keys().forEach(key -> text.append(HexFormat.of().formatHex(key)).append('\n'));
        try {
            SecretFile.write(path, text.toString());
        } catch (IOException e) {
            throw failed("cannot be written", e);
        }
    }

    private StorageException failed(String what, IOException e) {
        return new StorageException(ErrorCode.InternalError, "The master key file " + path + " " + what + ".", e);
    }
}
