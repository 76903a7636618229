import { test, describe } from "node:test";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { all, container, put, refused } from "../client.mjs";

describe("leases", () => {
  for (const what of ["blob", "container"]) {
    test(`of a ${what} are acquired, changed, renewed, broken and released`, async () => {
      const target = await container("leases");
      const client = what === "blob" ? await put(target, "b", "text") : target;
      const [first, second] = [randomUUID(), randomUUID()];
      const lease = client.getBlobLeaseClient(first);
      assert.equal((await lease.acquireLease(60)).leaseId, first);
      const held = await client.getProperties();
      assert.deepEqual([held.leaseState, held.leaseStatus, held.leaseDuration], ["leased", "locked", "fixed"]);
      assert.equal((await lease.changeLease(second)).leaseId, second);
      assert.equal(lease.leaseId, second);
      const mismatch = `LeaseIdMismatchWith${what === "blob" ? "Blob" : "Container"}Operation`;
      await refused(412, mismatch, () => client.setMetadata({ a: "b" }, { conditions: { leaseId: first } }));
      await lease.renewLease();
      await refused(412, "LeaseIdMissing", () => client.delete());
      assert.ok((await lease.breakLease(20)).leaseTime > 0);
      assert.equal((await client.getProperties()).leaseState, "breaking");
      await refused(409, "LeaseIsBreakingAndCannotBeChanged", () => lease.changeLease(first));
      assert.equal((await lease.breakLease(0)).leaseTime, 0);
      assert.equal((await client.getProperties()).leaseState, "broken");
      await lease.releaseLease();
      assert.equal((await client.getProperties()).leaseState, "available");
      const endless = client.getBlobLeaseClient();
      await endless.acquireLease(-1);
      if (what === "blob") {
        const [item] = await all(target.listBlobsFlat());
        assert.deepEqual([item.properties.leaseState, item.properties.leaseDuration], ["leased", "infinite"]);
      }
      await client.delete({ conditions: { leaseId: endless.leaseId } });
    });
  }
});
