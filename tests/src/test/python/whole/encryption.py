import base64
import hashlib
import os

from azure.storage.blob import ContainerEncryptionScope, CustomerProvidedEncryptionKey

from . import client
from .client import SERVICE, fresh, readable


def key():
    raw = os.urandom(32)
    return CustomerProvidedEncryptionKey(
        base64.b64encode(raw).decode(), base64.b64encode(hashlib.sha256(raw).digest()).decode())


class Encryption(client.Suite):
    def test_block_blobs_are_under_the_customers_key(self):
        cpk = key()
        body = os.urandom(3_000_000)
        large = SERVICE.get_blob_client(self.container.container_name, "block")
        large._config.max_single_put_size = large._config.max_block_size = 1_000_000
        large.upload_blob(body, cpk=cpk, metadata={"a": "b"})
        blob = self.container.get_blob_client("block")
        self.assertEqual(blob.download_blob(cpk=cpk).readall(), body)
        properties = blob.get_blob_properties(cpk=cpk)
        self.assertEqual((properties.encryption_key_sha256, properties.metadata), (cpk.key_hash, {"a": "b"}))
        self.refused(409, "BlobUsesCustomerSpecifiedEncryption", blob.download_blob)
        self.refused(409, "BlobCustomerSpecifiedEncryptionMismatch", blob.download_blob, cpk=key())
        snapshot = blob.create_snapshot(cpk=cpk)["snapshot"]
        old = self.container.get_blob_client("block", snapshot=snapshot)
        self.assertEqual(old.download_blob(cpk=cpk).readall(), body)

    def test_append_and_page_blobs_are_under_the_customers_key(self):
        cpk = key()
        log = self.container.get_blob_client("append")
        log.create_append_blob(cpk=cpk)
        log.append_block("one", cpk=cpk)
        self.refused(409, "BlobUsesCustomerSpecifiedEncryption", log.append_block, "two")
        self.assertEqual(self.text(log, cpk=cpk), "one")
        page = os.urandom(512)
        pages = self.container.get_blob_client("page")
        pages.create_page_blob(1024, cpk=cpk)
        pages.upload_page(page, offset=512, length=512, cpk=cpk)
        self.assertEqual(pages.download_blob(cpk=cpk).readall(), bytes(512) + page)

    def test_scopes_are_of_blobs_and_containers(self):
        blob = self.put("scoped", "text", encryption_scope="ward-7")
        self.assertEqual(blob.get_blob_properties().encryption_scope, "ward-7")
        self.assertEqual(self.text(blob), "text")
        self.refused(400, "InvalidHeaderValue", self.put, "scoped", "text", encryption_scope="unknown")
        scope = ContainerEncryptionScope(default_encryption_scope="ward-7", prevent_encryption_scope_override=True)
        ward = SERVICE.create_container(fresh("ward"), container_encryption_scope=scope)
        told = ward.get_container_properties().encryption_scope
        self.assertEqual((told.default_encryption_scope, told.prevent_encryption_scope_override), ("ward-7", True))
        ward.upload_blob("a", "text")
        self.assertEqual([item.encryption_scope for item in ward.list_blobs()], ["ward-7"])
        self.refused(403, "RequestForbiddenByContainerEncryptionPolicy", ward.upload_blob, "b", "text", encryption_scope="desk")
        direct = self.container.get_blob_client("direct")
        direct.start_copy_from_url(readable(blob), requires_sync=True, encryption_scope="desk")
        self.assertEqual(direct.get_blob_properties().encryption_scope, "desk")
