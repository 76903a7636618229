package lazurite.tests.concurrency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a listing of a container says, in its order. */
final class BlobList {
    private static final Pattern BLOB = Pattern.compile("<Blob>(.*?)</Blob>", Pattern.DOTALL);

    private BlobList() {}

    /**
     * A blob of it.
     *
     * @param version empty if it has none
     */
    record Entry(String name, String version, boolean current, String contentType) {}

    /** @param include as in the query */
    static List<Entry> of(String container, String include) throws IOException {
        String xml = Client.once(Call.get(container + "?restype=container&comp=list&include=" + include))
                .require(200)
                .text();
        List<Entry> entries = new ArrayList<>();
        for (Matcher blob = BLOB.matcher(xml); blob.find(); ) {
            String entry = blob.group(1);
            entries.add(new Entry(
                    text(entry, "Name"),
                    text(entry, "VersionId"),
                    text(entry, "IsCurrentVersion").equals("true"),
                    text(entry, "Content-Type")));
        }
        return entries;
    }

    private static String text(String xml, String element) {
        int from = xml.indexOf("<" + element + ">");
        return from < 0 ? "" : xml.substring(from + element.length() + 2, xml.indexOf("</" + element + ">", from));
    }
}
