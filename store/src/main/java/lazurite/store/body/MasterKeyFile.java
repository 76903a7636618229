package lazurite.store.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import lazurite.base.ErrorCode;
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
        Path folder = path.toAbsolutePath().getParent();
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(fresh);
            StringBuilder text = new StringBuilder();
            keys.keys()
                    .forEach(key -> text.append(HexFormat.of().formatHex(key)).append('\n'));
            writeSynced(fresh, text.toString());
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } catch (IOException e) {
            throw failed("cannot be written", e);
        }
    }

    private static void writeSynced(Path file, String text) throws IOException {
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel out = FileChannel.open(file, options, ownerOnly)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    private StorageException failed(String what, IOException e) {
        return new StorageException(ErrorCode.InternalError, "The master key file " + path + " " + what + ".", e);
    }
}
