"""This client tells a 409 to what sets and deletes policies as ResourceExistsError, without the code."""

from azure.core.exceptions import ResourceExistsError
from azure.storage.blob import BlobImmutabilityPolicyMode, ImmutabilityPolicy

from . import client
from .client import SERVICE, fresh, in_hours

KEPT = SERVICE.get_container_client("kept")


def policy(hours, mode=BlobImmutabilityPolicyMode.Unlocked):
    return ImmutabilityPolicy(expiry_time=in_hours(hours), policy_mode=mode)


class Immutability(client.Suite):
    def test_policy_and_hold_are_set_listed_and_held_to(self):
        name = fresh("a")
        blob = KEPT.upload_blob(name, "one")
        set_to = policy(72)
        told = blob.set_immutability_policy(set_to)
        self.assertEqual(told["immutability_policy_until_date"], set_to.expiry_time)
        self.assertTrue(blob.set_legal_hold(True)["legal_hold"])
        properties = blob.get_blob_properties()
        self.assertEqual(properties.immutability_policy.expiry_time, set_to.expiry_time)
        self.assertTrue(properties.has_legal_hold)
        item = next(iter(KEPT.list_blobs(name, include=["immutabilitypolicy", "legalhold"])))
        self.assertEqual(item.immutability_policy.policy_mode.lower(), "unlocked")
        self.assertTrue(item.has_legal_hold)
        blob.upload_blob("two", overwrite=True)
        version = properties.version_id
        self.refused(409, "BlobImmutableDueToPolicy", blob.delete_blob, version_id=version)

    def test_a_locked_policy_comes_with_an_upload_and_only_grows(self):
        blob = KEPT.upload_blob(
            fresh("locked"), "one", immutability_policy=policy(48, BlobImmutabilityPolicyMode.Locked), legal_hold=True)
        self.assertEqual(blob.get_blob_properties().immutability_policy.policy_mode.lower(), "locked")
        with self.assertRaises(ResourceExistsError):
            blob.delete_immutability_policy()
        with self.assertRaises(ResourceExistsError):
            blob.set_immutability_policy(policy(24, BlobImmutabilityPolicyMode.Locked))
        blob.set_immutability_policy(policy(96, BlobImmutabilityPolicyMode.Locked))
        self.refused(409, "BlobImmutableDueToPolicy", blob.set_blob_metadata, {"k": "v"})

    def test_it_comes_with_blocks_copies_append_and_page_blobs(self):
        options = dict(immutability_policy=policy(24), legal_hold=True)
        blocks = KEPT.get_blob_client(fresh("blocks"))
        blocks.stage_block("1", "one")
        blocks.commit_block_list(["1"], **options)
        appended = KEPT.get_blob_client(fresh("append"))
        appended.create_append_blob(**options)
        paged = KEPT.get_blob_client(fresh("page"))
        paged.create_page_blob(512, **options)
        copied = KEPT.get_blob_client(fresh("copied"))
        copied.start_copy_from_url(blocks.url, **options)
        for blob in (blocks, appended, paged, copied):
            properties = blob.get_blob_properties()
            self.assertTrue(properties.has_legal_hold, blob.blob_name)
            self.assertEqual(properties.immutability_policy.expiry_time, options["immutability_policy"].expiry_time)
        blocks.set_legal_hold(False)
        blocks.delete_immutability_policy()
        self.assertIsNone(blocks.get_blob_properties().immutability_policy.expiry_time)

    def test_containers_tell_of_it(self):
        self.assertTrue(KEPT.get_container_properties().immutable_storage_with_versioning_enabled)
        self.refused(409, "ContainerImmutableStorageWithVersioningEnabled", KEPT.delete_container)
