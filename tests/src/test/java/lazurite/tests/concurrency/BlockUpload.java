package lazurite.tests.concurrency;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Uploads in blocks. */
final class BlockUpload {
    private BlockUpload() {}

    /** Block ids of one length, apart by owner and number. */
    static String id(int owner, int number) {
        return Base64.getEncoder()
                .encodeToString("%06d-%06d".formatted(owner, number).getBytes(StandardCharsets.US_ASCII));
    }

    static Call block(String path, String id, byte[] content) {
        return Call.put(path + "?comp=block&blockid=" + id.replace("+", "%2B").replace("/", "%2F"), content);
    }

    /** @param from Latest, Committed or Uncommitted */
    static Call commit(String path, String from, List<String> ids) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        ids.forEach(id -> xml.append('<')
                .append(from)
                .append('>')
                .append(id)
                .append("</")
                .append(from)
                .append('>'));
        return Call.put(
                path + "?comp=blocklist", xml.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Puts the content in blocks of equal size and commits them. */
    static Reply upload(Client client, String path, int owner, byte[] content, int blocks) throws IOException {
        List<String> ids = new ArrayList<>();
        int step = (content.length + blocks - 1) / blocks;
        for (int from = 0; from < content.length; from += step) {
            String id = id(owner, ids.size());
            ids.add(id);
            byte[] part = Arrays.copyOfRange(content, from, Math.min(content.length, from + step));
            client.send(block(path, id, part)).require(201);
        }
        return client.send(commit(path, "Latest", ids));
    }
}
