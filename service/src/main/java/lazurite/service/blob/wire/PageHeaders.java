package lazurite.service.blob.wire;

import java.util.Locale;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Query;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceAction;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.Numbers;
import org.jspecify.annotations.Nullable;

/** Reads operations on page blobs ({@code blob.md} §9 of the protocol digest). */
final class PageHeaders {
    private static final long BLOB_BYTES_MAX = 8L << 40;
    private static final long UPDATE_BYTES_MAX = 4L << 20;
    private static final int RANGES_MAX = 10_000;

    /** Before lists were paged: how long one may get. */
    private static final int RANGES_UNPAGED_MAX = 1_000_000;

    private PageHeaders() {}

    static BlobOperation create(RequestHead head, String container, String blob) {
        WriteHeaders.noBody(head);
        if (head.has(HeaderName.ACCESS_TIER)) {
            throw new StorageException(ErrorCode.AccessTierNotSupportedForBlobType);
        }
        Long length = length(head);
        if (length == null) {
            throw StorageException.missingHeader(HeaderName.BLOB_CONTENT_LENGTH.wire());
        }
        Long number = head.number(HeaderName.BLOB_SEQUENCE_NUMBER);
        return new PageOperation.CreatePageBlob(
                container,
                blob,
                WriteHeaders.newBlob(head, WriteHeaders.propertiesOrTransport(head), null),
                length,
                number == null ? 0 : number);
    }

    static BlobOperation page(RequestHead head, String container, String blob) {
        String write = head.required(HeaderName.PAGE_WRITE);
        return switch (write.toLowerCase(Locale.ROOT)) {
            case "update" -> update(head, container, blob);
            case "clear" -> {
                WriteHeaders.noBody(head);
                SourceHeaders.refuse(head, HeaderName.COPY_SOURCE);
                yield new PageOperation.ClearPage(
                        container, blob, pages(head), ConditionHeaders.ofWrite(head), sequence(head));
            }
            default -> throw StorageException.invalidHeader(HeaderName.PAGE_WRITE.wire(), write);
        };
    }

    private static BlobOperation update(RequestHead head, String container, String blob) {
        ByteRange range = pages(head);
        if (range.to() - range.from() >= UPDATE_BYTES_MAX) {
            throw LimitedBody.tooLarge(UPDATE_BYTES_MAX);
        }
        if (head.has(HeaderName.COPY_SOURCE)) {
            return fromUrl(head, container, blob, range);
        }
        Payload body = WriteHeaders.pageBody(head);
        return new PageOperation.PutPage(
                container,
                blob,
                range,
                ConditionHeaders.ofWrite(head),
                sequence(head),
                WriteHeaders.checksums(head),
                body);
    }

    private static BlobOperation fromUrl(RequestHead head, String container, String blob, ByteRange range) {
        WriteHeaders.noBody(head);
        ByteRange source = RangeHeaders.ofSource(head);
        if (source == null) {
            throw StorageException.missingHeader(HeaderName.SOURCE_RANGE.wire());
        }
        if (source.to() - source.from() != range.to() - range.from()) {
            throw StorageException.invalidHeader(
                    HeaderName.SOURCE_RANGE.wire(), head.required(HeaderName.SOURCE_RANGE));
        }
        return new PageOperation.PutPageFromUrl(
                container,
                blob,
                range,
                ConditionHeaders.ofWrite(head),
                sequence(head),
                SourceHeaders.read(head, source));
    }

    /** Set Blob Properties that asks for something about pages; null if it does not. */
    static PageOperation.@Nullable SetPageProperties properties(RequestHead head, String container, String blob) {
        Long length = length(head);
        SequenceAction action = action(head);
        if (length == null && action == null) {
            return null;
        }
        HttpProperties properties = WriteHeaders.properties(head);
        return new PageOperation.SetPageProperties(
                container,
                blob,
                properties.equals(HttpProperties.NONE) ? null : properties,
                length,
                action,
                ConditionHeaders.ofWrite(head));
    }

    static BlobOperation ranges(
            RequestHead head, String container, String blob, @Nullable Moment moment, @Nullable Stamp previous) {
        Query query = head.query();
        Integer results = ListParameters.maxResults(query);
        boolean paged = head.since("2020-10-02");
        int limit = results == null ? (paged ? RANGES_MAX : RANGES_UNPAGED_MAX) : Math.min(results, RANGES_MAX);
        return new PageOperation.GetPageRanges(
                container,
                blob,
                moment,
                previous,
                RangeHeaders.range(head),
                marker(query),
                limit,
                ConditionHeaders.ofRead(head));
    }

    private static @Nullable Long marker(Query query) {
        String text = query.present("marker");
        if (text == null) {
            return null;
        }
        long offset = Numbers.parse(text);
        if (offset < 0 || offset % PageKeys.PAGE_BYTES != 0) {
            throw new StorageException(ErrorCode.InvalidMarker);
        }
        return offset;
    }

    /** The range of a write: both bounds, on pages. */
    private static ByteRange pages(RequestHead head) {
        ByteRange range = RangeHeaders.range(head);
        if (range == null) {
            HeaderName sent = head.has(HeaderName.MS_RANGE) ? HeaderName.MS_RANGE : HeaderName.RANGE;
            String text = head.value(sent);
            throw text == null
                    ? StorageException.missingHeader(HeaderName.MS_RANGE.wire())
                    : StorageException.invalidHeader(sent.wire(), text);
        }
        if (range.to() == Long.MAX_VALUE
                || range.from() % PageKeys.PAGE_BYTES != 0
                || (range.to() + 1) % PageKeys.PAGE_BYTES != 0) {
            throw new StorageException(ErrorCode.InvalidPageRange);
        }
        return range;
    }

    private static @Nullable Long length(RequestHead head) {
        Long length = head.number(HeaderName.BLOB_CONTENT_LENGTH);
        if (length != null && (length % PageKeys.PAGE_BYTES != 0 || length > BLOB_BYTES_MAX)) {
            throw StorageException.invalidHeader(HeaderName.BLOB_CONTENT_LENGTH.wire(), length.toString());
        }
        return length;
    }

    private static SequenceConditions sequence(RequestHead head) {
        Long atMost = head.number(HeaderName.IF_SEQUENCE_NUMBER_LE);
        Long below = head.number(HeaderName.IF_SEQUENCE_NUMBER_LT);
        Long equal = head.number(HeaderName.IF_SEQUENCE_NUMBER_EQ);
        return atMost == null && below == null && equal == null
                ? SequenceConditions.NONE
                : new SequenceConditions(atMost, below, equal);
    }

    private static @Nullable SequenceAction action(RequestHead head) {
        String action = head.value(HeaderName.SEQUENCE_NUMBER_ACTION);
        Long number = head.number(HeaderName.BLOB_SEQUENCE_NUMBER);
        if (action == null) {
            if (number != null) {
                throw StorageException.missingHeader(HeaderName.SEQUENCE_NUMBER_ACTION.wire());
            }
            return null;
        }
        boolean increment = action.equalsIgnoreCase("increment");
        if (increment && number != null) {
            throw StorageException.invalidHeader(HeaderName.BLOB_SEQUENCE_NUMBER.wire(), number.toString());
        }
        if (increment) {
            return new SequenceAction.Increment();
        }
        boolean update = action.equalsIgnoreCase("update");
        if (!update && !action.equalsIgnoreCase("max")) {
            throw StorageException.invalidHeader(HeaderName.SEQUENCE_NUMBER_ACTION.wire(), action);
        }
        if (number == null) {
            throw StorageException.missingHeader(HeaderName.BLOB_SEQUENCE_NUMBER.wire());
        }
        return update ? new SequenceAction.Update(number) : new SequenceAction.Max(number);
    }
}
