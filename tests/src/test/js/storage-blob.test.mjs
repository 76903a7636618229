// Microsoft's JavaScript client against a running server: what every storage account can do.
import { test, describe, before } from "node:test";
import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { blobs, container, fresh, names, oneTry, put, readable, refused, service, text } from "./client.mjs";

const { ENDPOINT, ACCOUNT, KEY } = process.env;

describe("containers", () => {
  test("live from creation to deletion", async () => {
    const client = service.getContainerClient(fresh("life"));
    assert.equal(await client.exists(), false);
    await client.create({ metadata: { a: "1" } });
    assert.equal(await client.exists(), true);
    assert.deepEqual((await client.getProperties()).metadata, { a: "1" });
    await refused(409, "ContainerAlreadyExists", () => client.create());
    await client.delete();
    assert.equal(await client.exists(), false);
  });

  test("are listed by prefix in pages", async () => {
    const prefix = fresh("page");
    for (let i = 0; i < 5; i++) await service.createContainer(`${prefix}-${i}`);
    const sizes = [];
    for await (const page of service.listContainers({ prefix }).byPage({ maxPageSize: 2 })) {
      sizes.push(page.containerItems.length);
    }
    assert.deepEqual(sizes, [2, 2, 1]);
  });

  test("keep their access policies", async () => {
    const client = await container("acl");
    const expiresOn = new Date("2036-01-02T03:04:05Z");
    await client.setAccessPolicy("blob", [{ id: "p", accessPolicy: { expiresOn, permissions: "r" } }]);
    const read = await client.getAccessPolicy();
    assert.equal(read.blobPublicAccess, "blob");
    assert.equal(read.signedIdentifiers[0].id, "p");
    assert.equal(read.signedIdentifiers[0].accessPolicy.expiresOn.getTime(), expiresOn.getTime());
  });
});

describe("block blobs", () => {
  let target;
  before(async () => (target = await container("block")));

  test("come back as sent, with headers, metadata and tags", async () => {
    const body = randomBytes(100_000);
    const client = target.getBlockBlobClient("dir/ä ö&?#%+");
    const sent = await client.upload(body, body.length, {
      blobHTTPHeaders: { blobContentType: "x/y", blobCacheControl: "c", blobContentLanguage: "l", blobContentEncoding: "e" },
      metadata: { Mixed: "Case" },
      tags: { "a b": "c/d" },
    });
    assert.deepEqual(Buffer.from(sent.contentMD5), createHash("md5").update(body).digest());
    assert.ok(sent.requestId);
    assert.deepEqual(await client.downloadToBuffer(), body);
    const properties = await client.getProperties();
    assert.equal(properties.contentType, "x/y");
    assert.equal(properties.cacheControl, "c");
    assert.equal(properties.contentLanguage, "l");
    assert.equal(properties.contentEncoding, "e");
    assert.equal(properties.etag, sent.etag);
    assert.equal(properties.tagCount, 1);
    assert.deepEqual((await client.getTags()).tags, { "a b": "c/d" });
    assert.deepEqual(await names(target.listBlobsFlat({ prefix: "dir/" })), ["dir/ä ö&?#%+"]);
  });

  test("are uploaded in parallel blocks and downloaded in parallel ranges", async () => {
    const body = randomBytes(9 * 1024 * 1024 + 5);
    const client = target.getBlockBlobClient("parallel");
    await client.uploadData(body, { blockSize: 1024 * 1024, maxSingleShotSize: 1, concurrency: 4 });
    const back = Buffer.alloc(body.length);
    await client.downloadToBuffer(back, 0, undefined, { blockSize: 777_777, concurrency: 4 });
    assert.ok(back.equals(body));
    const list = await client.getBlockList("all");
    assert.equal(list.committedBlocks.length, 10);
    assert.equal(list.uncommittedBlocks.length, 0);
  });

  test("are uploaded from a stream", async () => {
    const body = randomBytes(3_000_001);
    const client = target.getBlockBlobClient("stream");
    await client.uploadStream(Readable.from([body.subarray(0, 7), body.subarray(7)]), 500_000, 3);
    assert.ok((await client.downloadToBuffer()).equals(body));
  });

  test("are read by range", async () => {
    const client = await put(target, "range", "0123456789");
    const part = await client.download(3, 4, { rangeGetContentMD5: true });
    assert.equal(part.contentRange, "bytes 3-6/10");
    assert.deepEqual(Buffer.from(part.contentMD5), createHash("md5").update("3456").digest());
    await refused(416, "InvalidRange", () => client.download(10, 1));
  });

  test("obey conditions", async () => {
    const client = await put(target, "conditions", "one");
    const { etag } = await client.getProperties();
    await refused(409, "BlobAlreadyExists", () => put(target, "conditions", "x", { conditions: { ifNoneMatch: "*" } }));
    await put(target, "conditions", "two", { conditions: { ifMatch: etag } });
    await refused(412, "ConditionNotMet", () => put(target, "conditions", "x", { conditions: { ifMatch: etag } }));
    await refused(412, "ConditionNotMet", () => client.delete({ conditions: { tagConditions: "a = 'b'" } }));
    assert.equal(await text(client), "two");
  });

  test("check what the client's MD5 and CRC64 say", async () => {
    const client = target.getBlockBlobClient("sums");
    const wrong = new Uint8Array(16);
    await refused(400, "Md5Mismatch", () =>
      client.stageBlock("AAAA", "text", 4, { transactionalContentMD5: wrong }));
    await refused(400, "Crc64Mismatch", () =>
      client.stageBlock("AAAA", "text", 4, { transactionalContentCrc64: new Uint8Array(8) }));
    const staged = await client.stageBlock("AAAA", "AAA", 3);
    assert.equal(Buffer.from(staged.xMsContentCrc64).toString("base64"), "Cc/2Kr4DuKg=");
  });

  test("travel in structured bodies where the client asks for CRC64", async () => {
    const body = randomBytes(9 * 1024 * 1024 + 5);
    const client = target.getBlockBlobClient("structured");
    const contentChecksumAlgorithm = "StorageCrc64";
    await client.uploadData(body, { blockSize: 5_000_000, maxSingleShotSize: 1, contentChecksumAlgorithm });
    const single = await client.stageBlock("AAAA", body, body.length, { contentChecksumAlgorithm });
    assert.equal(single.structuredBodyType, "XSM/1.0; properties=crc64");
    assert.ok((await client.downloadToBuffer(0, undefined, { contentChecksumAlgorithm })).equals(body));
    const part = await client.download(4_000_000, 1_000_000, { contentChecksumAlgorithm });
    assert.equal(part.structuredBodyType, "XSM/1.0; properties=crc64");
    const pieces = [];
    for await (const piece of part.readableStreamBody) pieces.push(piece);
    assert.ok(Buffer.concat(pieces).equals(body.subarray(4_000_000, 5_000_000)));
  });

  test("keep snapshots until deleted with them", async () => {
    const client = await put(target, "snap", "old");
    const { snapshot } = await client.createSnapshot();
    await put(target, "snap", "new");
    assert.equal(await text(client.withSnapshot(snapshot)), "old");
    await refused(409, "SnapshotsPresent", () => client.delete());
    await client.delete({ deleteSnapshots: "include" });
    assert.equal(await client.exists(), false);
  });

  test("are copied by polling and at once", async () => {
    const source = await put(target, "source", "copied", { metadata: { m: "1" } });
    const polled = target.getBlobClient("polled");
    const poller = await polled.beginCopyFromURL(source.url, { intervalInMs: 50 });
    assert.equal((await poller.pollUntilDone()).copyStatus, "success");
    assert.deepEqual((await polled.getProperties()).metadata, { m: "1" });
    const direct = target.getBlobClient("direct");
    assert.equal((await direct.syncCopyFromURL(await readable(source))).copyStatus, "success");
    assert.equal(await text(direct), "copied");
  });
});

describe("queries", () => {
  test("stream results, and tell errors and progress to who listens", async () => {
    const client = await put(await container("query"), "rows", "1,a\nx,b\n3,\"c,d\"\n");
    const errors = [];
    const progress = [];
    const answer = await client.query("SELECT _2 AS word FROM BlobStorage WHERE _1 >= 1", {
      outputTextConfiguration: { kind: "json", recordSeparator: "\n" },
      onError: (error) => errors.push(`${error.name} ${error.isFatal} ${error.position}`),
      onProgress: (state) => progress.push(state.loadedBytes),
    });
    let rows = "";
    for await (const piece of answer.readableStreamBody) rows += piece;
    assert.equal(rows, '{"word":"a"}\n{"word":"c,d"}\n');
    assert.deepEqual(errors, ["InvalidTypeConversion false 4"]);
    assert.equal(progress.at(-1), 16);
  });
});

describe("append blobs", () => {
  test("grow by blocks at their position", async () => {
    const client = (await container("append")).getAppendBlobClient("log");
    await client.create();
    assert.equal((await client.appendBlock("one", 3)).blobAppendOffset, "0");
    const second = await client.appendBlock("two", 3, { conditions: { appendPosition: 3 } });
    assert.equal(second.blobCommittedBlockCount, 2);
    await refused(412, "AppendPositionConditionNotMet", () =>
      client.appendBlock("x", 1, { conditions: { appendPosition: 3 } }));
    await refused(412, "MaxBlobSizeConditionNotMet", () =>
      client.appendBlock("x", 1, { conditions: { maxSize: 6 } }));
    await client.seal();
    await refused(409, "BlobIsSealed", () => client.appendBlock("x", 1));
    assert.equal(await text(client), "onetwo");
  });
});

describe("leases", () => {
  test("guard writes until released", async () => {
    const client = await put(await container("lease"), "b", "text");
    const lease = client.getBlobLeaseClient();
    const { leaseId } = await lease.acquireLease(15);
    await refused(412, "LeaseIdMissing", () => client.setMetadata({ a: "b" }));
    await client.setMetadata({ a: "b" }, { conditions: { leaseId } });
    await lease.renewLease();
    await refused(409, "LeaseAlreadyPresent", () => client.getBlobLeaseClient(randomUUID()).acquireLease(-1));
    await lease.releaseLease();
    await client.setMetadata({ a: "c" });
  });
});

describe("listing", () => {
  let target;
  before(async () => {
    target = await container("list");
    for (const name of ["a", "d/1", "d/2", "d/e/3", "z"]) await put(target, name, name, { metadata: { n: "v" } });
  });

  test("is flat in pages", async () => {
    const seen = [];
    for await (const page of target.listBlobsFlat({ includeMetadata: true }).byPage({ maxPageSize: 2 })) {
      for (const item of page.segment.blobItems) {
        seen.push(item.name);
        assert.deepEqual(item.metadata, { n: "v" });
      }
    }
    assert.deepEqual(seen, ["a", "d/1", "d/2", "d/e/3", "z"]);
  });

  test("is by hierarchy", async () => {
    assert.deepEqual((await names(target.listBlobsByHierarchy("/"))).sort(), ["[d/]", "a", "z"]);
    assert.deepEqual((await names(target.listBlobsByHierarchy("/", { prefix: "d/" }))).sort(), ["[d/e/]", "d/1", "d/2"]);
  });
});

describe("service", () => {
  test("finds by tags over containers", async () => {
    const mark = fresh("mark");
    const target = await container("find");
    await put(target, "x", "1", { tags: { mark, n: "1" } });
    await put(target, "y", "2", { tags: { mark, n: "2" } });
    assert.deepEqual(await names(service.findBlobsByTags(`mark = '${mark}' AND n > '1'`)), ["y"]);
  });

  test("tells its account and properties", async () => {
    assert.ok((await service.getAccountInfo()).skuName);
    assert.ok(await service.getProperties());
  });

  test("deletes in a batch", async () => {
    const target = await container("batch");
    const clients = [];
    for (let i = 0; i < 20; i++) clients.push(await put(target, `b ${i}`, "text"));
    clients.push(target.getBlobClient("missing"));
    const result = await target.getBlobBatchClient().deleteBlobs(clients);
    assert.equal(result.subResponsesSucceededCount, 20);
    assert.equal(result.subResponsesFailedCount, 1);
    assert.equal(result.subResponses[20].errorCode, "BlobNotFound");
    assert.deepEqual(await names(target.listBlobsFlat()), []);
  });

  test("accepts account, container and blob signatures and holds them to their limits", async () => {
    const target = await container("sas");
    const client = await put(target, "b", "text");
    const expiresOn = new Date(Date.now() + 3600_000);
    const anonymous = (url) => new blobs.BlobClient(url, new blobs.AnonymousCredential(), oneTry);
    const ofBlob = await client.generateSasUrl({ permissions: blobs.BlobSASPermissions.parse("r"), expiresOn });
    assert.equal(await text(anonymous(ofBlob)), "text");
    await refused(403, "AuthorizationPermissionMismatch", () => anonymous(ofBlob).delete());
    const ofContainer = await target.generateSasUrl({
      permissions: blobs.ContainerSASPermissions.parse("l"), expiresOn });
    assert.deepEqual(
      await names(new blobs.ContainerClient(ofContainer, new blobs.AnonymousCredential(), oneTry).listBlobsFlat()), ["b"]);
    const ofAccount = service.generateAccountSasUrl(expiresOn, blobs.AccountSASPermissions.parse("rl"), "sco");
    const reader = new blobs.BlobServiceClient(ofAccount, new blobs.AnonymousCredential(), oneTry);
    assert.equal(await text(reader.getContainerClient(target.containerName).getBlobClient("b")), "text");
    await refused(403, "AuthorizationPermissionMismatch", () => reader.createContainer(fresh("no")));
  });

  test("understands a connection string", async () => {
    const connection = `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${ENDPOINT};`;
    const client = blobs.BlobServiceClient.fromConnectionString(connection, oneTry);
    assert.ok((await client.getAccountInfo()).accountKind);
  });
});
