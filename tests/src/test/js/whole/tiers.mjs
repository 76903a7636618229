import { test, describe } from "node:test";
import assert from "node:assert/strict";
import { all, blobs, container, put, readable, refused, text } from "../client.mjs";

describe("tiers", () => {
  test("come with a write and are changed", async () => {
    const target = await container("tiers");
    const blob = await put(target, "a", "text", { tier: "Cool" });
    assert.equal((await blob.getProperties()).accessTier, "Cool");
    assert.equal((await blob.getProperties()).accessTierInferred, undefined);
    await blob.setAccessTier("Cold");
    const changed = await blob.getProperties();
    assert.equal(changed.accessTier, "Cold");
    assert.ok(changed.accessTierChangedOn instanceof Date);
    const [item] = await all(target.listBlobsFlat());
    assert.equal(item.properties.accessTier, "Cold");
    assert.equal((await (await put(target, "b", "text")).getProperties()).accessTierInferred, true);
  });

  test("of an archived blob are asked back, the sooner by priority", async () => {
    const target = await container("archive");
    const blob = await put(target, "a", "text", { tier: "Archive" });
    await refused(409, "BlobArchived", () => blob.download());
    await blob.setAccessTier("Cool", { rehydratePriority: "Standard" });
    const pending = await blob.getProperties();
    assert.deepEqual([pending.accessTier, pending.archiveStatus, pending.rehydratePriority],
      ["Archive", "rehydrate-pending-to-cool", "Standard"]);
    await blob.setAccessTier("Cool", { rehydratePriority: "High" });
    const [item] = await all(target.listBlobsFlat());
    assert.deepEqual([item.properties.archiveStatus, item.properties.rehydratePriority], ["rehydrate-pending-to-cool", "High"]);
    await refused(409, "BlobBeingRehydrated", () => blob.setAccessTier("Hot"));
  });

  test("of a copy are its own", async () => {
    const target = await container("copied");
    const source = await put(target, "source", "text");
    const direct = target.getBlobClient("direct");
    await direct.syncCopyFromURL(await readable(source), { tier: "Cool" });
    assert.equal((await direct.getProperties()).accessTier, "Cool");
    await source.setAccessTier("Archive");
    const back = target.getBlobClient("back");
    const poller = await back.beginCopyFromURL(source.url, { intervalInMs: 20, tier: "Hot", rehydratePriority: "High" });
    assert.ok(poller.toString().length > 0);
    const properties = await back.getProperties();
    assert.deepEqual([properties.accessTier, properties.archiveStatus], ["Archive", "rehydrate-pending-to-hot"]);
  });

  test("of versions and in a batch are set each for itself", async () => {
    const target = await container("batch");
    const blob = await put(target, "a", "one");
    const { versionId } = await blob.getProperties();
    await put(target, "a", "two");
    await blob.withVersion(versionId).setAccessTier("Cool");
    assert.equal((await blob.getProperties()).accessTier, "Hot");
    const other = await put(target, "ö &", "x");
    const batch = new blobs.BlobBatch();
    await batch.setBlobAccessTier(other, "Cool");
    await batch.setBlobAccessTier(target.getBlobClient("missing"), "Cool");
    const result = await target.getBlobBatchClient().submitBatch(batch);
    assert.deepEqual(result.subResponses.map((response) => response.status), [200, 404]);
    assert.equal((await other.getProperties()).accessTier, "Cool");
    assert.equal(await text(other), "x");
  });
});
