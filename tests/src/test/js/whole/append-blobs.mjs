import { test, describe, before } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { all, container, put, readable, refused, text } from "../client.mjs";

describe("append blobs", () => {
  let target;
  before(async () => (target = await container("append")));

  test("grow from another's address, under conditions", async () => {
    const source = await put(target, "source", "0123456789");
    const log = target.getAppendBlobClient("log");
    await log.create({ metadata: { a: "1" }, tags: { t: "u" }, blobHTTPHeaders: { blobContentType: "text/x" } });
    const url = await readable(source);
    const md5 = createHash("md5").update("3456").digest();
    const grown = await log.appendBlockFromURL(url, 3, 4, { sourceContentMD5: md5, conditions: { appendPosition: 0 } });
    assert.equal(grown.blobAppendOffset, "0");
    assert.equal(grown.blobCommittedBlockCount, 1);
    await refused(400, "Md5Mismatch", () => log.appendBlockFromURL(url, 0, 4, { sourceContentMD5: md5 }));
    await refused(412, "AppendPositionConditionNotMet", () =>
      log.appendBlockFromURL(url, 3, 4, { conditions: { appendPosition: 0 } }));
    const { etag } = await source.getProperties();
    await refused(304, "CannotVerifyCopySource", () =>
      log.appendBlockFromURL(url, 3, 4, { sourceConditions: { ifNoneMatch: etag } }));
    assert.equal(await text(log), "3456");
  });

  test("once sealed are told so, and grow no more", async () => {
    const log = target.getAppendBlobClient("sealed");
    await log.createIfNotExists();
    assert.equal((await log.createIfNotExists()).succeeded, false);
    await log.appendBlock("one", 3, { transactionalContentMD5: createHash("md5").update("one").digest() });
    await refused(412, "AppendPositionConditionNotMet", () => log.seal({ conditions: { appendPosition: 1 } }));
    await log.seal();
    assert.equal((await log.getProperties()).isSealed, true);
    const [item] = await all(target.listBlobsFlat({ prefix: "sealed" }));
    assert.equal(item.properties.blobType, "AppendBlob");
    const copy = target.getAppendBlobClient("unsealed");
    await (await copy.beginCopyFromURL(log.url, { intervalInMs: 20, sealBlob: false })).pollUntilDone();
    await copy.appendBlock("two", 3);
    assert.equal(await text(copy), "onetwo");
  });
});
