package lazurite.service.blob.inventory;

import java.util.List;

/**
 * A line of an inventory.
 *
 * @param cells in the order of the rule's fields
 * @param bytes length of its content; 0 of a container
 */
record Listed(List<String> cells, long bytes) {
    /** The line as CSV (RFC 4180), ended by a line feed. */
    static String csv(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (String cell : cells) {
            line.append(line.isEmpty() ? "" : ",");
            boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            line.append(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
        }
        return line.append('\n').toString();
    }
}
