from azure.storage.blob import RehydratePriority, StandardBlobTier

from . import client
from .client import readable


class Tiers(client.Suite):
    def test_a_tier_comes_with_a_write_and_is_changed(self):
        blob = self.put("a", "text", standard_blob_tier=StandardBlobTier.Cool)
        properties = blob.get_blob_properties()
        self.assertEqual((properties.blob_tier, properties.blob_tier_inferred), ("Cool", None))
        blob.set_standard_blob_tier("Cold")
        self.assertEqual(blob.get_blob_properties().blob_tier, "Cold")
        self.assertIsNotNone(blob.get_blob_properties().blob_tier_change_time)
        self.assertTrue(self.put("b", "text").get_blob_properties().blob_tier_inferred)

    def test_an_archived_blob_is_asked_back_by_priority(self):
        blob = self.put("archived", "text", standard_blob_tier=StandardBlobTier.Archive)
        self.refused(409, "BlobArchived", blob.download_blob)
        blob.set_standard_blob_tier("Cool", rehydrate_priority=RehydratePriority.standard)
        self.assertEqual(blob.get_blob_properties().archive_status, "rehydrate-pending-to-cool")
        blob.set_standard_blob_tier("Cool", rehydrate_priority=RehydratePriority.high)
        item = next(iter(self.container.list_blobs("archived")))
        self.assertEqual((item.archive_status, item.rehydrate_priority), ("rehydrate-pending-to-cool", "High"))
        self.refused(409, "BlobBeingRehydrated", blob.set_standard_blob_tier, "Hot")

    def test_a_copy_has_its_own(self):
        source = self.put("source", "text")
        direct = self.container.get_blob_client("direct")
        direct.start_copy_from_url(readable(source), requires_sync=True, standard_blob_tier=StandardBlobTier.Cool)
        self.assertEqual(direct.get_blob_properties().blob_tier, "Cool")
        source.set_standard_blob_tier("Archive")
        back = self.container.get_blob_client("back")
        back.start_copy_from_url(source.url, standard_blob_tier=StandardBlobTier.Hot, rehydrate_priority=RehydratePriority.high)
        self.assertEqual(back.get_blob_properties().archive_status, "rehydrate-pending-to-hot")

    def test_a_batch_sets_them(self):
        for name in ("x", "ö &"):
            self.put(name, "text")
        answers = list(self.container.set_standard_blob_tier_blobs("Cool", "x", "ö &", "missing", raise_on_any_failure=False))
        self.assertEqual([answer.status_code for answer in answers], [200, 200, 404])
        blob = self.put("version", "one")
        version = blob.get_blob_properties().version_id
        self.put("version", "two")
        blob.set_standard_blob_tier("Cool", version_id=version)
        self.assertEqual(blob.get_blob_properties().blob_tier, "Hot")
