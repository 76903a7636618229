import { test, describe } from "node:test";
import assert from "node:assert/strict";
import { accountAt, all, blobs, container, credential, oneTry, put, refused, service } from "../client.mjs";

const { PLAIN_ENDPOINT, WEB } = process.env;

describe("service", () => {
  test("keeps its properties as they were set", async () => {
    const plain = accountAt(PLAIN_ENDPOINT, "plain");
    const cors = [{
      allowedOrigins: "https://a.example,https://b.example", allowedMethods: "GET,PUT", allowedHeaders: "x-ms-meta-*",
      exposedHeaders: "*", maxAgeInSeconds: 60 }];
    const logging = { version: "1.0", read: true, write: false, deleteProperty: true, retentionPolicy: { enabled: true, days: 4 } };
    const before = await plain.getProperties();
    await plain.setProperties({ cors, blobAnalyticsLogging: logging, defaultServiceVersion: "2021-12-02" });
    const told = await plain.getProperties();
    assert.deepEqual(told.cors, cors);
    assert.deepEqual(told.blobAnalyticsLogging, logging);
    assert.equal(told.defaultServiceVersion, "2021-12-02");
    await plain.setProperties({ cors: [], blobAnalyticsLogging: before.blobAnalyticsLogging });
    assert.deepEqual((await plain.getProperties()).cors ?? [], []);
  });

  test("shows a static website", async () => {
    const staticWebsite = { enabled: true, indexDocument: "index.html", errorDocument404Path: "404.html" };
    await service.setProperties({ staticWebsite });
    const told = (await service.getProperties()).staticWebsite;
    assert.deepEqual({ ...told, ...staticWebsite }, told);
    const web = service.getContainerClient("$web");
    await put(web, "index.html", "<p>here</p>", { blobHTTPHeaders: { blobContentType: "text/html" } });
    await put(web, "404.html", "<p>not here</p>");
    const page = await fetch(WEB);
    assert.deepEqual([page.status, page.headers.get("content-type"), await page.text()], [200, "text/html", "<p>here</p>"]);
    const missing = await fetch(WEB + "none");
    assert.deepEqual([missing.status, await missing.text()], [404, "<p>not here</p>"]);
    await service.setProperties({ staticWebsite: { enabled: false } });
  });

  test("tells what it is, of each resource", async () => {
    const target = await container("info");
    const blob = await put(target, "a", "text");
    for (const client of [service, target, blob]) {
      const { skuName, accountKind } = await client.getAccountInfo();
      assert.deepEqual([skuName, accountKind], ["Standard_LRS", "StorageV2"]);
    }
  });

  test("tells its secondary how far it is", async () => {
    const { hostname, port, protocol } = new URL(service.url);
    const secondary = `${protocol}//${hostname}:${port}/${service.accountName}-secondary`;
    const reader = new blobs.BlobServiceClient(secondary, credential, oneTry);
    assert.equal((await reader.getStatistics()).geoReplication.status, "live");
  });

  test("gives no user delegation key", async () => {
    await refused(403, "AuthenticationFailed", () =>
      service.getUserDelegationKey(new Date(), new Date(Date.now() + 3600_000)));
  });

  test("lists containers with metadata and of the system", async () => {
    const target = await container("listed", undefined, { metadata: { a: "1" }, access: "blob" });
    const [item] = await all(service.listContainers({ prefix: target.containerName, includeMetadata: true }));
    assert.deepEqual([item.metadata, item.properties.publicAccess], [{ a: "1" }, "blob"]);
    const system = await all(service.listContainers({ includeSystem: true, prefix: "$" }));
    assert.ok(system.every((each) => each.name.startsWith("$")));
  });

  test("lets blobs be read by a signature that says the answer's headers", async () => {
    const target = await container("signed");
    const blob = await put(target, "a", "text");
    const url = await blob.generateSasUrl({
      permissions: blobs.BlobSASPermissions.parse("r"), expiresOn: new Date(Date.now() + 3600_000),
      contentType: "text/signed", contentDisposition: "attachment; filename=\"ä.txt\"", protocol: blobs.SASProtocol.Https });
    const answer = await fetch(url);
    assert.deepEqual([answer.status, answer.headers.get("content-type"), await answer.text()], [200, "text/signed", "text"]);
  });
});
