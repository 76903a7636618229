import uuid

from azure.storage.blob import BlobLeaseClient

from . import client
from .client import SERVICE, fresh


class Leases(client.Suite):
    def live(self, target, properties, delete, mismatch):
        first, second = str(uuid.uuid4()), str(uuid.uuid4())
        lease = BlobLeaseClient(target, first)
        lease.acquire(60)
        self.assertEqual((properties().lease.state, properties().lease.duration), ("leased", "fixed"))
        lease.change(second)
        self.assertEqual(lease.id, second)
        self.refused(412, mismatch, properties, lease=first)
        lease.renew()
        self.refused(412, "LeaseIdMissing", delete)
        self.assertGreater(lease.break_lease(20), 0)
        self.assertEqual(properties().lease.state, "breaking")
        self.assertEqual(lease.break_lease(0), 0)
        self.assertEqual(properties().lease.state, "broken")
        lease.release()
        self.assertEqual(properties().lease.state, "available")
        delete()

    def test_of_a_blob(self):
        blob = self.put("leased", "text")
        self.live(blob, blob.get_blob_properties, blob.delete_blob, "LeaseIdMismatchWithBlobOperation")

    def test_of_a_container(self):
        container = SERVICE.create_container(fresh("leased"))
        self.live(
            container, container.get_container_properties, container.delete_container, "LeaseIdMismatchWithContainerOperation")
