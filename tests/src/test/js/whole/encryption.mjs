import { test, describe, before } from "node:test";
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { all, container, put, readable, refused, text } from "../client.mjs";

function key() {
  const bytes = randomBytes(32);
  return {
    encryptionKey: bytes.toString("base64"),
    encryptionKeySha256: createHash("sha256").update(bytes).digest("base64"),
    encryptionAlgorithm: "AES256",
  };
}

describe("encryption", () => {
  let target;
  before(async () => (target = await container("sealed")));
  const customerProvidedKey = key();

  test("under the customer's key is of block blobs", async () => {
    const blob = target.getBlockBlobClient("block");
    const body = randomBytes(3_000_000);
    for (const [i, id] of ["AAAA", "BBBB"].entries()) {
      await blob.stageBlock(id, body.subarray(i * 1_500_000, (i + 1) * 1_500_000), 1_500_000, { customerProvidedKey });
    }
    await blob.commitBlockList(["AAAA", "BBBB"], { customerProvidedKey, metadata: { a: "b" } });
    assert.ok((await blob.downloadToBuffer(0, undefined, { customerProvidedKey })).equals(body));
    const properties = await blob.getProperties({ customerProvidedKey });
    assert.equal(properties.encryptionKeySha256, customerProvidedKey.encryptionKeySha256);
    assert.deepEqual(properties.metadata, { a: "b" });
    assert.ok(await blob.exists());
    await refused(409, "BlobUsesCustomerSpecifiedEncryption", () => blob.download());
    await refused(409, "BlobCustomerSpecifiedEncryptionMismatch", () =>
      blob.download(0, undefined, { customerProvidedKey: key() }));
    const { snapshot } = await blob.createSnapshot({ customerProvidedKey });
    const old = blob.withSnapshot(snapshot);
    assert.ok((await old.downloadToBuffer(0, undefined, { customerProvidedKey })).equals(body));
    const [item] = await all(target.listBlobsFlat({ prefix: "block", includeMetadata: true }));
    assert.equal(item.properties.customerProvidedKeySha256, customerProvidedKey.encryptionKeySha256);
  });

  test("under the customer's key is of append and page blobs", async () => {
    const log = target.getAppendBlobClient("append");
    await log.create({ customerProvidedKey });
    await log.appendBlock("one", 3, { customerProvidedKey });
    await refused(409, "BlobUsesCustomerSpecifiedEncryption", () => log.appendBlock("two", 3));
    assert.equal((await log.downloadToBuffer(0, undefined, { customerProvidedKey })).toString(), "one");
    const pages = target.getPageBlobClient("page");
    await pages.create(1024, { customerProvidedKey });
    const page = randomBytes(512);
    await pages.uploadPages(page, 512, 512, { customerProvidedKey });
    assert.ok((await pages.downloadToBuffer(512, 512, { customerProvidedKey })).equals(page));
  });

  test("is changed by a write from the blob's own address", async () => {
    const source = target.getBlockBlobClient("keyed");
    await source.upload("text", 4, { customerProvidedKey });
    const copy = target.getBlockBlobClient("rekeyed");
    const other = key();
    await copy.syncUploadFromURL(await readable(source), {
      customerProvidedKey: other, sourceCustomerProvidedKey: customerProvidedKey });
    assert.equal((await copy.downloadToBuffer(0, undefined, { customerProvidedKey: other })).toString(), "text");
  });

  test("under a scope is the blob's own or the container's", async () => {
    const blob = await put(target, "scoped", "text", { encryptionScope: "ward-7" });
    assert.equal((await blob.getProperties()).encryptionScope, "ward-7");
    assert.equal(await text(blob), "text");
    await refused(400, "InvalidHeaderValue", () => put(target, "scoped", "text", { encryptionScope: "unknown" }));
    const ward = await container("ward", undefined, {
      containerEncryptionScope: { defaultEncryptionScope: "ward-7", preventEncryptionScopeOverride: true } });
    const properties = await ward.getProperties();
    assert.equal(properties.defaultEncryptionScope, "ward-7");
    assert.equal(properties.denyEncryptionScopeOverride, true);
    await put(ward, "a", "text");
    const [item] = await all(ward.listBlobsFlat());
    assert.equal(item.properties.encryptionScope, "ward-7");
    await refused(403, "RequestForbiddenByContainerEncryptionPolicy", () =>
      put(ward, "b", "text", { encryptionScope: "desk" }));
    const direct = target.getBlobClient("copied");
    await direct.syncCopyFromURL(await readable(blob), { encryptionScope: "desk" });
    assert.equal((await direct.getProperties()).encryptionScope, "desk");
  });
});
