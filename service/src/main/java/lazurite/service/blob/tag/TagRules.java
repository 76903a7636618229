package lazurite.service.blob.tag;

import java.util.LinkedHashMap;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.PercentEncoding;
import lazurite.service.blob.text.Ascii;
import lazurite.service.blob.text.HeaderName;

/** What tags a blob may have ({@code blob.md} §16 of the protocol digest), and how x-ms-tags writes them. */
public final class TagRules {
    static final int TAGS_MAX = 10;
    static final int KEY_LENGTH_MAX = 128;
    static final int VALUE_LENGTH_MAX = 256;

    private TagRules() {}

    /** Reads {@code a=b&c=d}, encoded like a form. */
    public static Map<String, String> parseHeader(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        int start = 0;
        while (start < text.length()) {
            int ampersand = text.indexOf('&', start);
            int end = ampersand < 0 ? text.length() : ampersand;
            if (end > start) {
                int equals = text.indexOf('=', start);
                if (equals < 0 || equals > end) {
                    throw StorageException.invalidHeader(HeaderName.TAGS.wire(), text);
                }
                add(tags, decode(text, start, equals), decode(text, equals + 1, end));
            }
            start = end + 1;
        }
        return tags;
    }

    /** @throws StorageException 400 EmptyTagName, InvalidTag, DuplicateTagNames or TagsTooLarge */
    static void add(Map<String, String> tags, String key, String value) {
        if (key.isEmpty()) {
            throw new StorageException(ErrorCode.EmptyTagName);
        }
        if (key.length() > KEY_LENGTH_MAX || value.length() > VALUE_LENGTH_MAX || !plain(key) || !plain(value)) {
            throw new StorageException(ErrorCode.InvalidTag);
        }
        if (tags.putIfAbsent(key, value) != null) {
            throw new StorageException(ErrorCode.DuplicateTagNames);
        }
        if (tags.size() > TAGS_MAX) {
            throw new StorageException(ErrorCode.TagsTooLarge);
        }
    }

    /** Whether all characters may stand in a tag: letters and digits of ASCII, space, and {@code + - . / : = _}. */
    static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Ascii.isLetterOrDigit(c) && " +-./:=_".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String decode(String text, int start, int end) {
        try {
            return PercentEncoding.decode(text.substring(start, end).replace('+', ' '));
        } catch (StorageException e) {
            throw new StorageException(ErrorCode.InvalidHeaderValue, ErrorCode.InvalidHeaderValue.message(), e)
                    .with("HeaderName", HeaderName.TAGS.wire())
                    .with("HeaderValue", text);
        }
    }
}
