import { test, describe } from "node:test";
import assert from "node:assert/strict";
import { all, fresh, put, refused, service } from "../client.mjs";

const DAY_MILLIS = 24 * 3600_000;
const kept = service.getContainerClient("kept");

/** A whole second, so many days from now. */
const inDays = (days) => new Date(Math.floor((Date.now() + days * DAY_MILLIS) / 1000) * 1000);

describe("immutability", () => {
  test("of versions is set, listed, held to and taken back", async () => {
    const name = fresh("a");
    const blob = await put(kept, name, "one");
    const expiriesOn = inDays(3);
    const set = await blob.setImmutabilityPolicy({ expiriesOn, policyMode: "Unlocked" });
    assert.equal(set.immutabilityPolicyExpiry.getTime(), expiriesOn.getTime());
    assert.equal(set.immutabilityPolicyMode.toLowerCase(), "unlocked");
    assert.equal((await blob.setLegalHold(true)).legalHold, true);
    const properties = await blob.getProperties();
    assert.equal(properties.immutabilityPolicyExpiresOn.getTime(), expiriesOn.getTime());
    assert.equal(properties.legalHold, true);
    const [item] = await all(kept.listBlobsFlat({ prefix: name, includeImmutabilityPolicy: true, includeLegalHold: true }));
    assert.equal(item.properties.immutabilityPolicyMode.toLowerCase(), "unlocked");
    assert.equal(item.properties.legalHold, true);
    const old = blob.withVersion(properties.versionId);
    await put(kept, name, "two");
    await refused(409, "BlobImmutableDueToPolicy", () => old.delete());
    await old.deleteImmutabilityPolicy();
    await refused(409, "BlobImmutableDueToPolicy", () => old.delete());
    assert.equal((await old.setLegalHold(false)).legalHold, false);
    await old.delete();
  });

  test("comes with an upload, and once locked only grows", async () => {
    const blob = await put(kept, fresh("locked"), "one", {
      immutabilityPolicy: { expiriesOn: inDays(2), policyMode: "Locked" }, legalHold: true });
    const properties = await blob.getProperties();
    assert.equal(properties.immutabilityPolicyMode.toLowerCase(), "locked");
    assert.equal(properties.legalHold, true);
    await refused(409, "BlobImmutableDueToPolicy", () => blob.deleteImmutabilityPolicy());
    await refused(409, "BlobImmutableDueToPolicy", () =>
      blob.setImmutabilityPolicy({ expiriesOn: inDays(1), policyMode: "Locked" }));
    await blob.setImmutabilityPolicy({ expiriesOn: inDays(4), policyMode: "Locked" });
    await refused(409, "BlobImmutableDueToPolicy", () => blob.setMetadata({ k: "v" }));
  });

  test("comes with blocks, copies, append and page blobs too", async () => {
    const options = { immutabilityPolicy: { expiriesOn: inDays(1), policyMode: "Unlocked" }, legalHold: true };
    const blocks = kept.getBlockBlobClient(fresh("blocks"));
    await blocks.stageBlock("AAAA", "one", 3);
    await blocks.commitBlockList(["AAAA"], options);
    const appended = kept.getAppendBlobClient(fresh("append"));
    await appended.create(options);
    const paged = kept.getPageBlobClient(fresh("page"));
    await paged.create(512, options);
    const copied = kept.getBlobClient(fresh("copied"));
    await (await copied.beginCopyFromURL(blocks.url, { intervalInMs: 20, ...options })).pollUntilDone();
    for (const blob of [blocks, appended, paged, copied]) {
      const properties = await blob.getProperties();
      assert.equal(properties.legalHold, true, blob.name);
      assert.ok(properties.immutabilityPolicyExpiresOn, blob.name);
    }
  });

  test("is told of containers", async () => {
    assert.equal((await kept.getProperties()).isImmutableStorageWithVersioningEnabled, true);
    const [item] = await all(service.listContainers({ prefix: "kept" }));
    assert.equal(item.properties.hasImmutabilityPolicy, false);
    await refused(409, "ContainerImmutableStorageWithVersioningEnabled", () => kept.delete());
  });
});
