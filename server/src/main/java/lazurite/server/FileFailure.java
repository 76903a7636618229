package lazurite.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says what a failed file operation comes to: the JDK's own exceptions carry a path and often nothing else. */
final class FileFailure {
    private FileFailure() {}

    /** One sentence, in lower case, without an end. */
    static String sentence(IOException failure) {
        if (!(failure instanceof FileSystemException file) || file.getReason() != null) {
            return failure.getMessage() == null ? failure.toString() : failure.getMessage();
        }
        return switch (file) {
            case AccessDeniedException _ -> "this user has no permission for " + file.getFile();
            case NoSuchFileException _ -> "there is no file or folder " + file.getFile();
            case NotDirectoryException _ -> file.getFile() + " is no folder";
            case FileAlreadyExistsException _ -> file.getFile() + " is there already and is not what is needed";
            default -> file.getFile() + " cannot be used (" + file.getClass().getSimpleName() + ")";
        };
    }
}
