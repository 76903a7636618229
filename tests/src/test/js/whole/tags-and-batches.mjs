import { test, describe } from "node:test";
import assert from "node:assert/strict";
import { all, blobs, container, credential, fresh, names, put, refused, service } from "../client.mjs";

describe("tags", () => {
  test("are set, conditional, listed and found", async () => {
    const target = await container("tags");
    const mark = fresh("m");
    const blob = await put(target, "a", "text");
    await blob.setTags({ mark, "a/b+c": "x=y z" });
    assert.deepEqual((await blob.getTags()).tags, { mark, "a/b+c": "x=y z" });
    await refused(412, "ConditionNotMet", () => blob.setTags({}, { conditions: { tagConditions: "\"mark\" = 'other'" } }));
    await blob.setTags({ mark, n: "2" }, { conditions: { tagConditions: `"mark" = '${mark}'` } });
    const [item] = await all(target.listBlobsFlat({ includeTags: true }));
    assert.deepEqual(item.tags, { mark, n: "2" });
    assert.equal((await blob.getProperties()).tagCount, 2);
    await put(target, "b", "text", { tags: { mark, n: "3" } });
    const found = await all(service.findBlobsByTags(`@container = '${target.containerName}' AND mark = '${mark}' AND n >= '3'`));
    assert.deepEqual(found.map((each) => [each.name, each.containerName, each.tags]), [["b", target.containerName, { mark, n: "3" }]]);
    assert.deepEqual(await names(target.findBlobsByTags(`mark = '${mark}'`)), ["a", "b"]);
    const pages = await all(target.findBlobsByTags(`mark = '${mark}'`).byPage({ maxPageSize: 1 }));
    assert.deepEqual(pages.map((page) => page.blobs.length).filter((length) => length > 0), [1, 1]);
    await refused(400, "InvalidQueryParameterValue", () => all(service.findBlobsByTags("mark LIKE 'x'")));
  });

  test("of versions are their own", async () => {
    const target = await container("versions");
    const blob = await put(target, "a", "one", { tags: { n: "1" } });
    const { versionId } = await blob.getProperties();
    await put(target, "a", "two", { tags: { n: "2" } });
    assert.deepEqual((await blob.withVersion(versionId).getTags()).tags, { n: "1" });
    await blob.withVersion(versionId).setTags({ n: "3" });
    assert.deepEqual((await blob.getTags()).tags, { n: "2" });
  });
});

describe("batches", () => {
  test("of the service delete snapshots over containers, and tell of each", async () => {
    const clients = [];
    for (const hint of ["one", "two"]) {
      const blob = await put(await container(hint), "ä b", "text");
      await blob.createSnapshot();
      clients.push(blob);
    }
    const batch = new blobs.BlobBatch();
    for (const client of clients) await batch.deleteBlob(client, { deleteSnapshots: "include" });
    await batch.deleteBlob(clients[0].url + "-missing", credential);
    const result = await service.getBlobBatchClient().submitBatch(batch);
    assert.deepEqual(result.subResponses.map((response) => response.status), [202, 202, 404]);
    assert.ok(result.subResponses.every((response) => response.headers.get("x-ms-request-id")));
  });
});
