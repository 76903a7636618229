// Microsoft's reader of change feeds for JavaScript. Environment beside the client's: CLOCK, where the server is told the time.
import { test, describe, before } from "node:test";
import assert from "node:assert/strict";
import { all, container, credential, oneTry, put, require, service } from "./client.mjs";

const { ENDPOINT, CLOCK } = process.env;
const { BlobChangeFeedClient } = require("@azure/storage-blob-changefeed");
const HOUR_MILLIS = 3600_000;

const reader = () => new BlobChangeFeedClient(ENDPOINT, credential, oneTry);
const tell = async (what) => assert.equal((await fetch(`${CLOCK}/${what}`, { method: "POST" })).status, 204);
const name = (event) => event.subject.slice(event.subject.indexOf("/blobs/") + "/blobs/".length);
const told = async (options) => (await all(reader().listChanges(options))).map(name).filter((blob) => /^h\d/.test(blob));

describe("change feed", () => {
  let target;
  before(async () => {
    await tell("write");
    target = await container("feed");
  });

  test("is empty where nothing happened", async () => {
    assert.deepEqual(await all(reader().listChanges()), []);
  });

  test("tells what was done to a blob", async () => {
    const blob = await put(target, "folder/ä name", "12345");
    await blob.setHTTPHeaders({ blobContentType: "text/css" });
    await blob.setMetadata({ k: "v" });
    await blob.setTags({ t: "u" });
    await blob.setAccessTier("Cool");
    const { snapshot } = await blob.createSnapshot();
    await blob.withSnapshot(snapshot).delete();
    await blob.setAccessTier("Archive");
    await blob.setAccessTier("Hot", { rehydratePriority: "High" });
    await blob.delete();
    await target.getPageBlobClient("page").create(512);
    await target.getAppendBlobClient("append").create();
    assert.deepEqual(await all(reader().listChanges()), []);
    await tell("endHour");
    const events = await all(reader().listChanges());
    const ofBlob = events.filter((event) => name(event) === "folder/ä name");
    assert.deepEqual(ofBlob.map((event) => event.eventType), [
      "BlobCreated", "BlobPropertiesUpdated", "BlobPropertiesUpdated", "BlobPropertiesUpdated", "BlobTierChanged",
      "BlobSnapshotCreated", "BlobDeleted", "BlobTierChanged", "BlobAsyncOperationInitiated", "BlobDeleted"]);
    const [created, headers, , tags, tier, snapshotted] = ofBlob;
    assert.equal(created.schemaVersion, 5);
    assert.ok(created.eventTime instanceof Date);
    assert.equal(created.data.api, "PutBlob");
    assert.equal(created.data.blobType, "BlockBlob");
    assert.equal(created.data.contentLength, 5);
    assert.equal(created.data.url, blob.url.replace(/%2F/g, "/"));
    assert.match(created.data.clientRequestId, /^[0-9a-f-]{36}$/);
    assert.equal(headers.data.updatedBlobProperties.ContentType.newValue, "text/css");
    assert.deepEqual(tags.data.updatedBlobTags.newTags, { t: "u" });
    assert.equal(tier.data.blobAccessTier, "Cool");
    assert.equal(snapshotted.data.snapshot, snapshot);
    assert.equal(new Set(events.map((event) => event.id)).size, events.length);
    assert.deepEqual(events.map((event) => event.data.blobType).slice(-2).sort(), ["AppendBlob", "PageBlob"]);
  });

  test("is read from a time to a time, and on from a cursor", async () => {
    for (let hour = 0; hour < 3; hour++) {
      for (let i = 0; i < 4; i++) await put(target, `h${hour}-${i}`, "x");
      await tell("endHour");
    }
    const whole = await all(reader().listChanges());
    const second = whole.find((event) => name(event) === "h1-0").eventTime.getTime();
    const start = new Date(second - (second % HOUR_MILLIS));
    const end = new Date(start.getTime() + HOUR_MILLIS);
    assert.deepEqual((await told({ start })).sort(), ["h1-0", "h1-1", "h1-2", "h1-3", "h2-0", "h2-1", "h2-2", "h2-3"]);
    assert.deepEqual((await told({ start, end })).sort(), ["h1-0", "h1-1", "h1-2", "h1-3"]);
    const first = [];
    let continuationToken;
    for await (const page of reader().listChanges().byPage({ maxPageSize: 5 })) {
      first.push(...page.events);
      continuationToken = page.continuationToken;
      if (first.length >= 10) break;
    }
    const rest = [];
    for await (const page of reader().listChanges().byPage({ continuationToken, maxPageSize: 5 })) rest.push(...page.events);
    assert.deepEqual([...first, ...rest].map((event) => event.id), whole.map((event) => event.id));
  });
});
