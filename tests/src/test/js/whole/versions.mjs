import { test, describe } from "node:test";
import assert from "node:assert/strict";
import { accountAt, all, container, names, put, refused, service, text } from "../client.mjs";

const plain = accountAt(process.env.PLAIN_ENDPOINT, "plain");

describe("versions", () => {
  test("are listed, read, promoted and deleted by their id", async () => {
    const target = await container("versions");
    const blob = target.getBlockBlobClient("a");
    const first = (await blob.upload("one", 3)).versionId;
    const second = (await blob.upload("two", 3)).versionId;
    const third = (await blob.setMetadata({ k: "v" })).versionId;
    const current = await blob.getProperties();
    assert.deepEqual([current.versionId, current.isCurrentVersion], [third, true]);
    assert.equal(await text(blob.withVersion(first)), "one");
    assert.equal((await blob.withVersion(second).getProperties()).isCurrentVersion, undefined);
    const listed = await all(target.listBlobsFlat({ includeVersions: true }));
    assert.deepEqual(listed.map((item) => [item.versionId, item.isCurrentVersion]), [
      [first, undefined], [second, undefined], [third, true]]);
    await blob.delete();
    assert.equal(await blob.exists(), false);
    const deleted = await all(target.listBlobsFlat({ includeDeletedWithVersions: true }));
    assert.deepEqual(deleted.map((item) => [item.name, item.hasVersionsOnly]), [["a", true]]);
    await (await blob.beginCopyFromURL(blob.withVersion(first).url, { intervalInMs: 20 })).pollUntilDone();
    assert.equal(await text(blob), "one");
    await blob.withVersion(second).delete();
    await refused(404, "BlobNotFound", () => blob.withVersion(second).download());
  });

  test("of snapshots are listed beside each other", async () => {
    const target = await container("both");
    const blob = await put(target, "a", "one");
    const { snapshot, versionId } = await blob.createSnapshot();
    const listed = await all(target.listBlobsFlat({ includeVersions: true, includeSnapshots: true }));
    assert.deepEqual(listed.filter((item) => item.snapshot).map((item) => item.snapshot), [snapshot]);
    assert.ok(listed.some((item) => item.versionId === versionId && item.isCurrentVersion));
    await blob.delete({ deleteSnapshots: "only" });
    assert.equal((await all(target.listBlobsFlat({ includeSnapshots: true }))).length, 1);
  });

  test("of a deleted container come back with it", async () => {
    const target = await container("restored");
    await put(target, "a", "one");
    await target.delete();
    const deleted = await all(service.listContainers({ includeDeleted: true, prefix: target.containerName }));
    assert.equal(deleted[0].deleted, true);
    assert.ok(deleted[0].properties.remainingRetentionDays >= 6);
    await service.undeleteContainer(target.containerName, deleted[0].version);
    assert.equal(await text(target.getBlobClient("a")), "one");
  });
});

describe("soft delete", () => {
  test("keeps blobs and snapshots until they are asked back", async () => {
    await plain.setProperties({ ...(await plain.getProperties()), deleteRetentionPolicy: { enabled: true, days: 3 } });
    assert.deepEqual((await plain.getProperties()).deleteRetentionPolicy, { enabled: true, days: 3 });
    const target = await container("undeleted", plain);
    const blob = await put(target, "a", "one");
    const { snapshot } = await blob.createSnapshot();
    await put(target, "a", "two");
    await blob.delete({ deleteSnapshots: "include" });
    await refused(404, "BlobNotFound", () => blob.download());
    assert.deepEqual(await names(target.listBlobsFlat()), []);
    const kept = await all(target.listBlobsFlat({ includeDeleted: true, includeSnapshots: true }));
    assert.equal(kept.length, 3);
    assert.ok(kept.every((item) => item.deleted && item.properties.deletedOn instanceof Date));
    assert.equal(kept.at(-1).properties.remainingRetentionDays, 2);
    await blob.undelete();
    assert.equal(await text(blob), "two");
    assert.equal(await text(blob.withSnapshot(snapshot)), "one");
    await plain.setProperties({ ...(await plain.getProperties()), deleteRetentionPolicy: { enabled: false } });
  });
});
