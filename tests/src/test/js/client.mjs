// What the suites of Microsoft's JavaScript client share: the client, unmodified, each request tried once.
// Environment: ENDPOINT (with the account), ACCOUNT, KEY, PACKAGES (folder that holds node_modules).
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";

const { ENDPOINT, ACCOUNT, KEY, PACKAGES } = process.env;
export const require = createRequire(PACKAGES + "/package.json");
export const blobs = require("@azure/storage-blob");
export const credential = new blobs.StorageSharedKeyCredential(ACCOUNT, KEY);
export const oneTry = { retryOptions: { maxTries: 1 } };
export const service = new blobs.BlobServiceClient(ENDPOINT, credential, oneTry);

/** Another account of the same server, under the same key. */
export const accountAt = (endpoint, name) =>
  new blobs.BlobServiceClient(endpoint, new blobs.StorageSharedKeyCredential(name, KEY), oneTry);

export const fresh = (hint) => `${hint}-${randomUUID().slice(0, 13)}`;

export async function container(hint, of = service, options = {}) {
  const client = of.getContainerClient(fresh(hint));
  await client.create(options);
  return client;
}

/** A block blob. */
export async function put(target, name, text, options) {
  const client = target.getBlockBlobClient(name);
  await client.upload(text, Buffer.byteLength(text), options);
  return client;
}

export async function text(client) {
  return (await client.downloadToBuffer()).toString();
}

/** The address with a signature that lets whoever has it read. */
export function readable(client) {
  const expiresOn = new Date(Date.now() + 3600_000);
  return client.generateSasUrl({ permissions: blobs.BlobSASPermissions.parse("r"), expiresOn });
}

export async function refused(status, code, call) {
  await assert.rejects(call, (error) => {
    assert.equal(`${error.statusCode} ${error.code ?? error.details?.errorCode}`, `${status} ${code}`);
    return true;
  });
}

export async function all(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

export async function names(iterable) {
  return (await all(iterable)).map((item) => (item.kind === "prefix" ? `[${item.name}]` : item.name));
}
