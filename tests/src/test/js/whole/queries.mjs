import { test, describe, before } from "node:test";
import assert from "node:assert/strict";
import { container, put } from "../client.mjs";

describe("queries", () => {
  let target;
  before(async () => (target = await container("queries")));

  async function ask(blob, query, options) {
    const errors = [];
    const answer = await blob.query(query, { onError: (error) => errors.push(error.name), ...options });
    let rows = "";
    for await (const piece of answer.readableStreamBody) rows += piece;
    return [rows, errors];
  }

  test("read delimited text with a header, and write it otherwise", async () => {
    const blob = await put(target, "rows.csv", "id;name\n1;'a;b'\n2;c\n30;d\n");
    const csv = { kind: "csv", recordSeparator: "\n", columnSeparator: ";", fieldQuote: "'", hasHeaders: true };
    const out = { ...csv, columnSeparator: "|", hasHeaders: false };
    const options = { inputTextConfiguration: csv, outputTextConfiguration: out };
    assert.deepEqual(await ask(blob, "SELECT name, id FROM BlobStorage WHERE CAST(id AS INT) < 10", options), ["a;b|1\nc|2\n", []]);
    assert.deepEqual(await ask(blob, "SELECT COUNT(*) FROM BlobStorage", options), ["3\n", []]);
  });

  test("read lines of JSON, and write them as text", async () => {
    const blob = await put(target, "rows.json", '{"n":1,"deep":{"k":"x"}}\n{"n":2,"deep":{"k":"y"}}\n');
    const json = { kind: "json", recordSeparator: "\n" };
    const both = { inputTextConfiguration: json, outputTextConfiguration: json };
    assert.deepEqual(await ask(blob, "SELECT n FROM BlobStorage[*] WHERE n = 2", both), ['{"n":2}\n', []]);
    const csv = { kind: "csv", recordSeparator: "\n", columnSeparator: ",", fieldQuote: '"' };
    assert.deepEqual(
      await ask(blob, "SELECT n, deep.k FROM BlobStorage[*]", { inputTextConfiguration: json, outputTextConfiguration: csv }),
      ["1,x\n2,y\n", []]);
  });

  test("that cannot be answered are told as fatal or refused", async () => {
    const blob = await put(target, "broken", "a,b\n");
    await assert.rejects(() => ask(blob, "SELECT FROM"), (error) => error.statusCode === 400);
  });
});
