import { test, describe, before, after } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { accountAt, blobs, container, put, readable, refused, text } from "../client.mjs";

describe("copies", () => {
  let target;
  let source;
  before(async () => {
    target = await container("copies");
    source = await put(target, "source ä&?", "0123456789", {
      metadata: { a: "1" }, tags: { t: "u" }, blobHTTPHeaders: { blobContentType: "text/x" } });
  });

  test("at once keep or replace what stands beside the content", async () => {
    const url = await readable(source);
    const kept = target.getBlockBlobClient("kept");
    const answer = await kept.syncCopyFromURL(url, { sourceContentMD5: createHash("md5").update("0123456789").digest() });
    assert.equal(answer.copyStatus, "success");
    assert.deepEqual((await kept.getProperties()).metadata, { a: "1" });
    const replaced = target.getBlockBlobClient("replaced");
    await replaced.syncCopyFromURL(url, { metadata: { b: "2" }, tags: { v: "w" } });
    assert.deepEqual((await replaced.getProperties()).metadata, { b: "2" });
    assert.deepEqual((await replaced.getTags()).tags, { v: "w" });
    await refused(409, "BlobAlreadyExists", () => kept.syncCopyFromURL(url, { conditions: { ifNoneMatch: "*" } }));
  });

  test("of a whole blob by Put Blob From URL", async () => {
    const blob = target.getBlockBlobClient("whole");
    await blob.syncUploadFromURL(await readable(source), { tier: "Cool", blobHTTPHeaders: { blobContentType: "text/y" } });
    const properties = await blob.getProperties();
    assert.deepEqual([properties.contentType, properties.accessTier, properties.metadata], ["text/y", "Cool", {}]);
    assert.equal(await text(blob), "0123456789");
    const plain = accountAt(process.env.PLAIN_ENDPOINT, "plain");
    const elsewhere = await put(await container("source", plain), "a", "text");
    await refused(401, "CannotVerifyCopySource", () => blob.syncUploadFromURL(elsewhere.url));
  });

  test("of ranges become blocks", async () => {
    const url = await readable(source);
    const blob = target.getBlockBlobClient("blocks");
    await blob.stageBlockFromURL("AAAA", url, 5, 5);
    await blob.stageBlockFromURL("BBBB", url, 0, 5);
    const waiting = await blob.getBlockList("uncommitted");
    assert.deepEqual(waiting.uncommittedBlocks.map((block) => [block.name, block.size]), [["AAAA", 5], ["BBBB", 5]]);
    await blob.commitBlockList(["AAAA", "BBBB"], { tags: { t: "u" }, tier: "Cool" });
    assert.equal(await text(blob), "5678901234");
  });

  test("take the source's tags where its signature lets them be read", async () => {
    const blob = target.getBlockBlobClient("tagged");
    const url = await readable(source);
    await refused(403, "CannotVerifyCopySource", () => blob.syncCopyFromURL(url, { copySourceTags: "COPY" }));
    const permissions = blobs.BlobSASPermissions.parse("rt");
    const both = await source.generateSasUrl({ permissions, expiresOn: new Date(Date.now() + 3600_000) });
    await blob.syncCopyFromURL(both, { copySourceTags: "COPY" });
    assert.deepEqual((await blob.getTags()).tags, { t: "u" });
  });

  test("that take long are followed and aborted", async () => {
    const never = createServer((request, answer) => {
      answer.writeHead(200, { "content-length": 9_000_000, etag: '"1"' });
      if (request.method === "GET") answer.write(Buffer.alloc(1000));
      else answer.end();
    });
    await new Promise((done) => never.listen(0, "127.0.0.1", done));
    after(() => never.closeAllConnections() ?? never.close());
    const blob = target.getBlobClient("aborted");
    const poller = await blob.beginCopyFromURL(`http://127.0.0.1:${never.address().port}/slow`, { intervalInMs: 20 });
    const pending = await blob.getProperties();
    assert.deepEqual([pending.copyStatus, pending.copyProgress.split("/")[1]], ["pending", "9000000"]);
    await refused(409, "PendingCopyOperation", () => put(target, "aborted", "x"));
    await poller.cancelOperation();
    const aborted = await blob.getProperties();
    assert.deepEqual([aborted.copyStatus, aborted.contentLength], ["aborted", 0]);
    await refused(409, "NoPendingCopyOperation", () => blob.abortCopyFromURL(aborted.copyId));
  });
});
