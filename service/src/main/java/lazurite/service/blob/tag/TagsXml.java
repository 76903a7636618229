package lazurite.service.blob.tag;

import java.util.LinkedHashMap;
import java.util.Map;
import lazurite.base.StorageException;
import lazurite.service.blob.text.XmlReader;

/** Reads the document of a Set Blob Tags. */
public final class TagsXml {
    private TagsXml() {}

    /** @throws StorageException 400 InvalidXmlDocument, or as {@link TagRules#add} */
    public static Map<String, String> read(byte[] document) {
        XmlReader xml = new XmlReader(document, "Tags");
        Map<String, String> tags = new LinkedHashMap<>();
        boolean seen = false;
        for (String name = xml.child(); name != null; name = xml.child()) {
            if (!name.equals("TagSet") || seen) {
                throw xml.malformed("One element TagSet is expected.");
            }
            seen = true;
            tagSet(xml, tags);
        }
        if (!seen) {
            throw xml.malformed("One element TagSet is expected.");
        }
        xml.finish();
        return tags;
    }

    private static void tagSet(XmlReader xml, Map<String, String> tags) {
        for (String name = xml.child(); name != null; name = xml.child()) {
            if (!name.equals("Tag")) {
                throw xml.malformed("The element " + name + " is not expected here.");
            }
            tag(xml, tags);
        }
    }

    private static void tag(XmlReader xml, Map<String, String> tags) {
        String key = null;
        String value = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            if (name.equals("Key") && key == null) {
                key = xml.text();
            } else if (name.equals("Value") && value == null) {
                value = xml.text();
            } else {
                throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        if (key == null || value == null) {
            throw xml.malformed("A tag needs a Key and a Value.");
        }
        TagRules.add(tags, key, value);
    }
}
