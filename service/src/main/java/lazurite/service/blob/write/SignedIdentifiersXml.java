package lazurite.service.blob.write;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.SasTime;
import lazurite.service.blob.text.XmlReader;
import org.jspecify.annotations.Nullable;

/** Reads the stored access policies of a Set Container ACL. */
public final class SignedIdentifiersXml {
    private static final int IDENTIFIERS_MAX = 5;
    private static final int ID_LENGTH_MAX = 64;
    private static final String LETTERS = "racwdxyltmeopif";

    private SignedIdentifiersXml() {}

    /**
     * Reads the document; no bytes stand for no policies.
     *
     * @throws StorageException 400 InvalidXmlDocument, InvalidXmlNodeValue
     */
    public static List<SignedIdentifier> read(byte[] document) {
        if (document.length == 0) {
            return List.of();
        }
        XmlReader xml = new XmlReader(document, "SignedIdentifiers");
        List<SignedIdentifier> identifiers = new ArrayList<>();
        for (String name = xml.child(); name != null; name = xml.child()) {
            if (!name.equals("SignedIdentifier") || identifiers.size() == IDENTIFIERS_MAX) {
                throw xml.malformed("At most five elements SignedIdentifier are expected.");
            }
            SignedIdentifier identifier = identifier(xml);
            for (SignedIdentifier other : identifiers) {
                if (other.id().equals(identifier.id())) {
                    throw xml.malformed("An Id stands twice.");
                }
            }
            identifiers.add(identifier);
        }
        xml.finish();
        return identifiers;
    }

    private static SignedIdentifier identifier(XmlReader xml) {
        String id = null;
        SignedIdentifier policy = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            if (name.equals("Id") && id == null) {
                id = xml.text();
            } else if (name.equals("AccessPolicy") && policy == null) {
                policy = policy(xml);
            } else {
                throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        if (id == null || id.isEmpty() || id.length() > ID_LENGTH_MAX) {
            throw xml.malformed("An Id of 1 to 64 characters is expected.");
        }
        return policy == null
                ? new SignedIdentifier(id, null, null, null)
                : new SignedIdentifier(id, policy.start(), policy.expiry(), policy.permissions());
    }

    /** The policy, under no id yet. */
    private static SignedIdentifier policy(XmlReader xml) {
        String start = null;
        String expiry = null;
        String permissions = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "Start" -> start = time(name, xml.text().strip());
                case "Expiry" -> expiry = time(name, xml.text().strip());
                case "Permission" -> permissions = permissions(xml.text().strip());
                default -> throw xml.malformed("The element " + name + " is not expected here.");
            }
        }
        return new SignedIdentifier("", start, expiry, permissions);
    }

    private static @Nullable String time(String node, String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (SasTime.parse(text) == null) {
            throw invalid(node, text);
        }
        return text;
    }

    private static @Nullable String permissions(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (LETTERS.indexOf(text.charAt(i)) < 0) {
                throw invalid("Permission", text);
            }
        }
        return text.isEmpty() ? null : text;
    }

    private static StorageException invalid(String node, String value) {
        return new StorageException(ErrorCode.InvalidXmlNodeValue)
                .with("XmlNodeName", node)
                .with("XmlNodeValue", value);
    }
}
