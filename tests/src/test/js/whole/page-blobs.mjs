import { test, describe, before } from "node:test";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { all, container, readable, refused } from "../client.mjs";

const page = randomBytes(512);
/** This client tells a range by its first byte and by how far behind that its last one is. */
const offsets = (ranges) => ranges.map(({ offset, count }) => [offset, count + 1]);

describe("page blobs", () => {
  let target;
  before(async () => (target = await container("pages")));

  async function create(name, size = 4096) {
    const blob = target.getPageBlobClient(name);
    await blob.create(size);
    return blob;
  }

  test("are written, cleared and told by ranges", async () => {
    const blob = await create("ranges");
    await blob.uploadPages(page, 0, 512);
    await blob.uploadPages(Buffer.concat([page, page]), 1024, 1024);
    await blob.clearPages(1024, 512);
    assert.ok((await blob.downloadToBuffer(1536, 512)).equals(page));
    const told = await blob.getPageRanges(0, 4096);
    assert.deepEqual(offsets(told.pageRange), [[0, 512], [1536, 512]]);
    const listed = await all(blob.listPageRanges(0, 4096).byPage({ maxPageSize: 1 }));
    assert.equal(listed.length, 2);
    await refused(416, "InvalidPageRange", () => blob.uploadPages("x", 0, 1));
    await refused(416, "InvalidPageRange", () => blob.uploadPages(page, 4096, 512));
  });

  test("are told as the difference from a snapshot", async () => {
    const blob = await create("difference");
    await blob.uploadPages(Buffer.concat([page, page]), 0, 1024);
    const { snapshot } = await blob.createSnapshot();
    await blob.uploadPages(page, 2048, 512);
    await blob.clearPages(0, 512);
    const told = await blob.getPageRangesDiff(0, 4096, snapshot);
    assert.deepEqual(offsets(told.pageRange), [[2048, 512]]);
    assert.deepEqual(offsets(told.clearRange), [[0, 512]]);
    const listed = await all(blob.listPageRangesDiff(0, 4096, snapshot));
    assert.deepEqual(listed.map((range) => [range.start, range.end, range.isClear]), [[0, 511, true], [2048, 2559, false]]);
  });

  test("are resized, numbered and written under the number's conditions", async () => {
    const blob = await create("numbers");
    await blob.resize(1024);
    assert.equal((await blob.getProperties()).contentLength, 1024);
    await blob.updateSequenceNumber("update", 7);
    await blob.updateSequenceNumber("increment");
    await blob.updateSequenceNumber("max", 3);
    assert.equal((await blob.getProperties()).blobSequenceNumber, 8);
    await blob.uploadPages(page, 0, 512, { conditions: { ifSequenceNumberEqualTo: 8 } });
    await refused(412, "SequenceNumberConditionNotMet", () =>
      blob.uploadPages(page, 0, 512, { conditions: { ifSequenceNumberLessThan: 8 } }));
    await refused(412, "SequenceNumberConditionNotMet", () =>
      blob.clearPages(0, 512, { conditions: { ifSequenceNumberLessThanOrEqualTo: 7 } }));
  });

  test("are written from another's address", async () => {
    const source = await create("source");
    await source.uploadPages(page, 512, 512);
    const blob = await create("from-url");
    await blob.uploadPagesFromURL(await readable(source), 512, 1024, 512);
    assert.ok((await blob.downloadToBuffer(1024, 512)).equals(page));
  });

  test("are copied by what their snapshots changed", async () => {
    const source = await create("base");
    await source.uploadPages(page, 0, 512);
    const first = (await source.createSnapshot()).snapshot;
    const copy = target.getPageBlobClient("incremental");
    await copy.startCopyIncremental(source.withSnapshot(first).url);
    const properties = await copy.getProperties();
    assert.equal(properties.isIncrementalCopy, true);
    assert.equal(properties.copyStatus, "success");
    assert.ok(properties.destinationSnapshot);
    await source.uploadPages(page, 1024, 512);
    const second = (await source.createSnapshot()).snapshot;
    await copy.startCopyIncremental(source.withSnapshot(second).url);
    const listed = await all(target.listBlobsFlat({ prefix: "incremental", includeSnapshots: true, includeCopy: true }));
    assert.equal(listed.filter((item) => item.snapshot).length, 2);
    assert.ok((await copy.withSnapshot((await copy.getProperties()).destinationSnapshot).downloadToBuffer(1024, 512)).equals(page));
  });
});
