"""Microsoft's Python client as Debian packages it, against a running server.

Environment: ENDPOINT (with the account), ACCOUNT, KEY.
"""

import hashlib
import os
import time
import unittest
import uuid
from datetime import datetime, timedelta, timezone

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError, ResourceExistsError, ResourceModifiedError, ResourceNotFoundError
from azure.storage.blob import (
    AccessPolicy,
    BlobBlock,
    BlobClient,
    BlobLeaseClient,
    BlobSasPermissions,
    BlobServiceClient,
    ContainerClient,
    ContainerSasPermissions,
    ContentSettings,
    generate_account_sas,
    generate_blob_sas,
    generate_container_sas,
    ResourceTypes,
    AccountSasPermissions,
)

ENDPOINT = os.environ["ENDPOINT"]
ACCOUNT = os.environ["ACCOUNT"]
KEY = os.environ["KEY"]
SERVICE = BlobServiceClient(ENDPOINT, credential={"account_name": ACCOUNT, "account_key": KEY}, retry_total=0)


def fresh(hint):
    return hint + "-" + str(uuid.uuid4())[:13]


def hour_from_now():
    return datetime.now(timezone.utc) + timedelta(hours=1)


class Suite(unittest.TestCase):
    def setUp(self):
        self.container = SERVICE.create_container(fresh("python"))

    def put(self, name, text, **options):
        blob = self.container.get_blob_client(name)
        blob.upload_blob(text, overwrite=True, **options)
        return blob

    def refused(self, status, code, call, *arguments, **options):
        with self.assertRaises(HttpResponseError) as raised:
            call(*arguments, **options)
        error = raised.exception
        self.assertEqual((error.status_code, str(error.error_code.value if hasattr(error.error_code, "value") else error.error_code)), (status, code))

    def test_container_lives_from_creation_to_deletion(self):
        name = fresh("life")
        container = SERVICE.get_container_client(name)
        self.assertFalse(container.exists())
        container.create_container(metadata={"a": "1"})
        self.assertTrue(container.exists())
        self.assertEqual(container.get_container_properties().metadata, {"a": "1"})
        with self.assertRaises(ResourceExistsError):
            container.create_container()
        self.assertIn(name, [item.name for item in SERVICE.list_containers(name_starts_with="life")])
        container.delete_container()
        with self.assertRaises(ResourceNotFoundError):
            container.get_container_properties()

    def test_body_headers_metadata_and_tags_come_back(self):
        body = os.urandom(100_000)
        settings = ContentSettings(content_type="x/y", cache_control="c", content_language="l", content_disposition="d")
        blob = self.put("dir/ä ö&?#%+", body, content_settings=settings, metadata={"k": "v"}, tags={"t u": "v/w"})
        self.assertEqual(blob.download_blob().readall(), body)
        properties = blob.get_blob_properties()
        self.assertEqual(properties.content_settings.content_type, "x/y")
        self.assertEqual(properties.content_settings.cache_control, "c")
        self.assertEqual(bytes(properties.content_settings.content_md5), hashlib.md5(body).digest())
        self.assertEqual(properties.metadata, {"k": "v"})
        self.assertEqual(blob.get_blob_tags(), {"t u": "v/w"})
        self.assertEqual([item.name for item in self.container.list_blobs()], ["dir/ä ö&?#%+"])

    def test_large_body_goes_in_blocks_and_comes_back_in_ranges(self):
        body = os.urandom(9 * 1024 * 1024 + 3)
        options = dict(max_single_put_size=1024 * 1024, max_block_size=1024 * 1024, max_single_get_size=700_000, max_chunk_get_size=700_000)
        service = BlobServiceClient(ENDPOINT, credential={"account_name": ACCOUNT, "account_key": KEY}, **options)
        blob = service.get_blob_client(self.container.container_name, "large")
        blob.upload_blob(body, max_concurrency=4)
        self.assertEqual(blob.download_blob(max_concurrency=4).readall(), body)
        committed, uncommitted = blob.get_block_list("all")
        self.assertEqual((len(committed), len(uncommitted)), (10, 0))

    def test_empty_body(self):
        blob = self.put("empty", b"")
        self.assertEqual(blob.download_blob().readall(), b"")

    def test_stream_of_unknown_length(self):
        blob = self.container.get_blob_client("stream")
        blob.upload_blob((b"x" * 1000 for _ in range(500)), overwrite=True)
        self.assertEqual(blob.get_blob_properties().size, 500_000)

    def test_blocks_are_committed_in_order(self):
        blob = self.container.get_blob_client("blocks")
        for number in "123":
            blob.stage_block(block_id=number, data="block" + number)
        blob.commit_block_list([BlobBlock("3"), BlobBlock("1")])
        self.assertEqual(blob.download_blob().readall(), b"block3block1")

    def test_ranges(self):
        blob = self.put("range", "0123456789")
        self.assertEqual(blob.download_blob(offset=3, length=4).readall(), b"3456")
        self.assertEqual(blob.download_blob(offset=8, length=100).readall(), b"89")
        self.refused(416, "InvalidRange", lambda: blob.download_blob(offset=10, length=1).readall())

    def test_conditions(self):
        blob = self.put("conditions", "one")
        etag = blob.get_blob_properties().etag
        with self.assertRaises(ResourceExistsError):
            blob.upload_blob("x", overwrite=False)
        blob.upload_blob("two", overwrite=True, etag=etag, match_condition=MatchConditions.IfNotModified)
        with self.assertRaises(ResourceModifiedError):
            blob.upload_blob("x", overwrite=True, etag=etag, match_condition=MatchConditions.IfNotModified)
        self.assertEqual(blob.download_blob().readall(), b"two")

    def test_content_is_validated(self):
        blob = self.container.get_blob_client("validated")
        blob.upload_blob("checked", validate_content=True)
        self.assertEqual(blob.download_blob(validate_content=True).readall(), b"checked")

    def test_append(self):
        blob = self.container.get_blob_client("append")
        blob.create_append_blob()
        self.assertEqual(blob.append_block("one")["blob_append_offset"], "0")
        self.assertEqual(blob.append_block("two", appendpos_condition=3)["blob_committed_block_count"], 2)
        self.refused(412, "AppendPositionConditionNotMet", blob.append_block, "x", appendpos_condition=3)
        blob.upload_blob("three", blob_type="AppendBlob")
        self.assertEqual(blob.download_blob().readall(), b"onetwothree")

    def test_snapshots(self):
        blob = self.put("snap", "old")
        snapshot = blob.create_snapshot()["snapshot"]
        self.put("snap", "new")
        old = self.container.get_blob_client("snap", snapshot=snapshot)
        self.assertEqual(old.download_blob().readall(), b"old")
        self.refused(409, "SnapshotsPresent", blob.delete_blob)
        listed = [item.snapshot for item in self.container.list_blobs(include=["snapshots"])]
        self.assertEqual(listed, [snapshot, None])
        blob.delete_blob(delete_snapshots="include")
        self.assertFalse(blob.exists())

    def test_leases(self):
        blob = self.put("lease", "text")
        lease = blob.acquire_lease(15)
        self.refused(412, "LeaseIdMissing", blob.set_blob_metadata, {"a": "b"})
        blob.set_blob_metadata({"a": "b"}, lease=lease)
        lease.renew()
        self.refused(409, "LeaseAlreadyPresent", BlobLeaseClient(blob, str(uuid.uuid4())).acquire)
        lease.release()
        blob.set_blob_metadata({"a": "c"})
        holder = self.container.acquire_lease(-1)
        self.refused(412, "LeaseIdMissing", self.container.delete_container)
        self.container.delete_container(lease=holder)

    def test_copy(self):
        source = self.put("source", "copied", metadata={"m": "1"})
        target = self.container.get_blob_client("target")
        target.start_copy_from_url(source.url)
        for _ in range(100):
            properties = target.get_blob_properties()
            if properties.copy.status != "pending":
                break
            time.sleep(0.1)
        self.assertEqual(properties.copy.status, "success")
        self.assertEqual(properties.metadata, {"m": "1"})
        self.assertEqual(target.download_blob().readall(), b"copied")

    def test_listing(self):
        for name in ["a", "d/1", "d/2", "d/e/3", "z"]:
            self.put(name, name)
        pages = [[item.name for item in page] for page in self.container.list_blobs(results_per_page=2).by_page()]
        self.assertEqual(pages, [["a", "d/1"], ["d/2", "d/e/3"], ["z"]])
        self.assertEqual(sorted(item.name for item in self.container.walk_blobs()), ["a", "d/", "z"])
        self.assertEqual([item.name for item in self.container.list_blobs(name_starts_with="d/")], ["d/1", "d/2", "d/e/3"])

    def test_batch(self):
        for number in range(20):
            self.put("b %d" % number, "text")
        responses = list(self.container.delete_blobs(*["b %d" % number for number in range(20)]))
        self.assertEqual([response.status_code for response in responses], [202] * 20)
        self.assertEqual(list(self.container.list_blobs()), [])

    def test_signatures(self):
        self.put("b", "text")
        name = self.container.container_name
        of_blob = generate_blob_sas(ACCOUNT, name, "b", account_key=KEY, permission=BlobSasPermissions(read=True), expiry=hour_from_now())
        reader = BlobClient(ENDPOINT, name, "b", credential=of_blob, retry_total=0)
        self.assertEqual(reader.download_blob().readall(), b"text")
        self.refused(403, "AuthorizationPermissionMismatch", reader.delete_blob)
        of_container = generate_container_sas(ACCOUNT, name, account_key=KEY, permission=ContainerSasPermissions(list=True), expiry=hour_from_now())
        lister = ContainerClient(ENDPOINT, name, credential=of_container, retry_total=0)
        self.assertEqual([item.name for item in lister.list_blobs()], ["b"])
        of_account = generate_account_sas(
            ACCOUNT, KEY, ResourceTypes(service=True, container=True, object=True), AccountSasPermissions(read=True, list=True), hour_from_now())
        account = BlobServiceClient(ENDPOINT, credential=of_account, retry_total=0)
        self.assertEqual(account.get_blob_client(name, "b").download_blob().readall(), b"text")

    def test_stored_policy(self):
        self.put("b", "text")
        policy = AccessPolicy(permission=ContainerSasPermissions(read=True), expiry=hour_from_now(), start=datetime.now(timezone.utc) - timedelta(minutes=1))
        self.container.set_container_access_policy({"id": policy})
        name = self.container.container_name
        sas = generate_container_sas(ACCOUNT, name, account_key=KEY, policy_id="id")
        self.assertEqual(BlobClient(ENDPOINT, name, "b", credential=sas).download_blob().readall(), b"text")
        self.assertEqual([identifier.id for identifier in self.container.get_container_access_policy()["signed_identifiers"]], ["id"])

    def test_service(self):
        self.assertIn("sku_name", SERVICE.get_account_information())
        self.assertIn("cors", SERVICE.get_service_properties())

    def test_connection_string(self):
        text = "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;" % (ACCOUNT, KEY, ENDPOINT)
        self.put("b", "text")
        service = BlobServiceClient.from_connection_string(text)
        self.assertEqual(service.get_blob_client(self.container.container_name, "b").download_blob().readall(), b"text")


if __name__ == "__main__":
    unittest.main(verbosity=2)
