"""What the suites of the whole service share: Microsoft's Python client, each request tried once.

Environment: ENDPOINT (with the account), ACCOUNT, KEY, PLAIN_ENDPOINT of an account that keeps no versions, REQUESTS_CA_BUNDLE.
"""

import os
import unittest
import uuid
from datetime import datetime, timedelta, timezone

from azure.core.exceptions import HttpResponseError
from azure.storage.blob import BlobSasPermissions, BlobServiceClient, generate_blob_sas

ACCOUNT = os.environ["ACCOUNT"]
KEY = os.environ["KEY"]


def account(endpoint, name):
    return BlobServiceClient(endpoint, credential={"account_name": name, "account_key": KEY}, retry_total=0)


SERVICE = account(os.environ["ENDPOINT"], ACCOUNT)
PLAIN = account(os.environ["PLAIN_ENDPOINT"], "plain")


def fresh(hint):
    return hint + "-" + str(uuid.uuid4())[:13]


def in_hours(hours):
    """A whole second."""
    return datetime.now(timezone.utc).replace(microsecond=0) + timedelta(hours=hours)


def readable(blob):
    """The address with a signature that lets whoever has it read."""
    sas = generate_blob_sas(
        ACCOUNT, blob.container_name, blob.blob_name, account_key=KEY, permission=BlobSasPermissions(read=True), expiry=in_hours(1))
    return blob.url + "?" + sas


class Suite(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.container = SERVICE.create_container(fresh("python"))

    def put(self, name, text, **options):
        return self.container.upload_blob(name, text, overwrite=True, **options)

    def text(self, blob, **options):
        return blob.download_blob(**options).readall().decode()

    def refused(self, status, code, call, *arguments, **options):
        with self.assertRaises(HttpResponseError) as raised:
            call(*arguments, **options)
        told = raised.exception.error_code
        self.assertEqual((raised.exception.status_code, getattr(told, "value", told)), (status, code))
