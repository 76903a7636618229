package lazurite.service.blob.copy;

import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.OutsideSource;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.write.Appends;
import lazurite.service.blob.write.Blocks;
import lazurite.service.blob.write.PageBlobs;
import lazurite.service.blob.write.PutBlobs;

/**
 * Put Blob From URL, Put Block From URL, Append Block From URL, Put Page From URL: the writes of these names, with a source in the place
 * of a body.
 */
public final class FromUrl {
    private final BlobRows rows;
    private final Sources sources;
    private final PutBlobs puts;
    private final Blocks blocks;
    private final Appends appends;
    private final PageBlobs pages;

    public FromUrl(BlobRows rows, Sources sources, PutBlobs puts, Blocks blocks, Appends appends, PageBlobs pages) {
        this.rows = rows;
        this.sources = sources;
        this.puts = puts;
        this.blocks = blocks;
        this.appends = appends;
        this.pages = pages;
    }

    public BlobResult put(CopyOperation.PutBlobFromUrl operation, BlobCall call) {
        BlobOperation.NewBlob asked = operation.created();
        puts.checkBefore(rows.address(call, operation), asked.conditions(), call);
        if (operation.copyTags() && call.sources().resolve(operation.source().url()) instanceof OutsideSource) {
            throw NotBuilt.unsupported(HeaderName.COPY_TAG_OPTION);
        }
        try (Sources.Open source = sources.open(operation.source(), call)) {
            HttpProperties own = asked.properties();
            BlobOperation.NewBlob created = asked.like(
                    operation.copyProperties() ? own.or(source.properties()) : own,
                    operation.copyTags() ? source.readableTags() : asked.tags());
            return puts.put(
                    new BlobOperation.PutBlob(
                            operation.container(),
                            operation.blob(),
                            created,
                            operation.source().checksums(),
                            source.payload()),
                    call.under(source.pass()));
        }
    }

    public BlobResult putBlock(CopyOperation.PutBlockFromUrl operation, BlobCall call) {
        rows.address(call, operation);
        try (Sources.Open source = sources.open(operation.source(), call)) {
            return blocks.putBlock(
                    new BlobOperation.PutBlock(
                            operation.container(),
                            operation.blob(),
                            operation.blockId(),
                            operation.leaseId(),
                            operation.source().checksums(),
                            source.payload()),
                    call.under(source.pass()));
        }
    }

    public BlobResult append(CopyOperation.AppendBlockFromUrl operation, BlobCall call) {
        rows.address(call, operation);
        try (Sources.Open source = sources.open(operation.source(), call)) {
            return appends.append(
                    new BlobOperation.AppendBlock(
                            operation.container(),
                            operation.blob(),
                            operation.conditions(),
                            operation.sizeMax(),
                            operation.position(),
                            operation.source().checksums(),
                            source.payload()),
                    call.under(source.pass()));
        }
    }

    public BlobResult putPage(PageOperation.PutPageFromUrl operation, BlobCall call) {
        rows.address(call, operation);
        try (Sources.Open source = sources.open(operation.source(), call)) {
            return pages.put(
                    new PageOperation.PutPage(
                            operation.container(),
                            operation.blob(),
                            operation.range(),
                            operation.conditions(),
                            operation.sequence(),
                            operation.source().checksums(),
                            source.payload()),
                    call.under(source.pass()));
        }
    }
}
