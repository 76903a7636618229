from azure.storage.blob import RetentionPolicy

from . import client
from .client import PLAIN, SERVICE, fresh


class Versions(client.Suite):
    def test_versions_are_listed_read_promoted_and_deleted(self):
        blob = self.container.get_blob_client("a")
        first = blob.upload_blob("one")["version_id"]
        second = blob.upload_blob("two", overwrite=True)["version_id"]
        third = blob.set_blob_metadata({"k": "v"})["version_id"]
        listed = [(item.version_id, item.is_current_version) for item in self.container.list_blobs("a", include=["versions"])]
        self.assertEqual(listed, [(first, None), (second, None), (third, True)])
        self.assertEqual(self.text(blob, version_id=first), "one")
        self.assertEqual(blob.get_blob_properties(version_id=second).version_id, second)
        blob.delete_blob()
        self.assertFalse(blob.exists())
        only = list(self.container.list_blobs("a", include=["deletedwithversions"]))
        self.assertEqual([(item.name, item.has_versions_only) for item in only], [("a", True)])
        blob.start_copy_from_url(blob.url + "?versionid=" + first, requires_sync=False)
        self.assertEqual(self.text(blob), "one")
        blob.delete_blob(version_id=second)
        self.refused(404, "BlobNotFound", blob.download_blob, version_id=second)

    def test_snapshots_are_beside_versions(self):
        blob = self.put("snap", "one")
        snapshot = blob.create_snapshot()
        items = list(self.container.list_blobs("snap", include=["versions", "snapshots"]))
        self.assertIn(snapshot["snapshot"], [item.snapshot for item in items])
        blob.delete_blob(delete_snapshots="only")
        self.assertEqual([item.snapshot for item in self.container.list_blobs("snap", include="snapshots")], [None])

    def test_a_deleted_container_comes_back(self):
        container = SERVICE.create_container(fresh("restored"))
        container.upload_blob("a", "one")
        container.delete_container()
        name = container.container_name
        item = next(iter(SERVICE.list_containers(name_starts_with=name, include_deleted=True)))
        self.assertTrue(item.deleted)
        self.assertEqual(self.text(SERVICE.undelete_container(name, item.version).get_blob_client("a")), "one")


class SoftDelete(client.Suite):
    def test_deleted_blobs_and_snapshots_come_back(self):
        PLAIN.set_service_properties(delete_retention_policy=RetentionPolicy(enabled=True, days=3))
        policy = PLAIN.get_service_properties()["delete_retention_policy"]
        self.assertEqual((policy.enabled, policy.days), (True, 3))
        container = PLAIN.create_container(fresh("undeleted"))
        blob = container.upload_blob("a", "one")
        snapshot = blob.create_snapshot()["snapshot"]
        blob.upload_blob("two", overwrite=True)
        blob.delete_blob(delete_snapshots="include")
        self.assertEqual(list(container.list_blobs()), [])
        kept = list(container.list_blobs(include=["deleted", "snapshots"]))
        self.assertEqual([item.deleted for item in kept], [True] * 3)
        self.assertEqual(kept[-1].remaining_retention_days, 2)
        blob.undelete_blob()
        self.assertEqual(self.text(blob), "two")
        self.assertEqual(self.text(container.get_blob_client("a", snapshot=snapshot)), "one")
        policy.enabled = False  # and has its days yet, as the Azure CLI sends it
        PLAIN.set_service_properties(delete_retention_policy=policy)
        self.assertFalse(PLAIN.get_service_properties()["delete_retention_policy"].enabled)
