"""Microsoft's reader of change feeds for Python, as Debian packages it.

Environment: ENDPOINT (with the account), ACCOUNT, KEY, and CLOCK, where the server is told the time.
"""

import os
import unittest
import urllib.request
from datetime import datetime, timedelta

from azure.storage.blob import BlobServiceClient
from azure.storage.blob.changefeed import ChangeFeedClient

ENDPOINT = os.environ["ENDPOINT"]
CREDENTIAL = {"account_name": os.environ["ACCOUNT"], "account_key": os.environ["KEY"]}
READER = ChangeFeedClient(ENDPOINT, credential=CREDENTIAL, retry_total=0)


def tell(what):
    urllib.request.urlopen(urllib.request.Request(os.environ["CLOCK"] + "/" + what, method="POST")).close()


def name(event):
    return event["subject"].split("/blobs/", 1)[1]


class Suite(unittest.TestCase):
    """One hour after the other, in the order of the names."""

    @classmethod
    def setUpClass(cls):
        tell("write")
        service = BlobServiceClient(ENDPOINT, credential=CREDENTIAL, retry_total=0)
        cls.container = service.create_container("python")

    def test_1_what_was_done_is_told_before_the_hour_ends(self):
        self.assertEqual(list(READER.list_changes()), [])
        blob = self.container.upload_blob("folder/ä name", "12345")
        blob.set_blob_metadata({"k": "v"})
        blob.set_standard_blob_tier("Cool")
        blob.create_snapshot()
        blob.delete_blob(delete_snapshots="include")
        tell("write")
        events = list(READER.list_changes())
        self.assertEqual({name(event) for event in events}, {"folder/ä name"})
        self.assertEqual(
            [event["eventType"] for event in events],
            ["BlobCreated", "BlobPropertiesUpdated", "BlobTierChanged", "BlobSnapshotCreated", "BlobDeleted", "BlobDeleted"])
        created = events[0]
        self.assertEqual((created["schemaVersion"], created["data"]["api"], created["data"]["contentLength"]), (5, "PutBlob", 5))
        self.assertEqual(created["data"]["url"], blob.url)
        self.assertEqual(len({event["id"] for event in events}), len(events))
        tell("endHour")

    def test_2_events_are_read_from_a_time_to_a_time(self):
        for hour in "012":
            for number in "0123":
                self.container.upload_blob("h%s-%s" % (hour, number), "x")
            tell("endHour")
        second = next(event for event in READER.list_changes() if name(event) == "h1-0")
        start = self.hour(second)
        later = [name(event) for event in READER.list_changes(start_time=start)]
        self.assertEqual(sorted(later), ["h%d-%d" % (hour, number) for hour in (1, 2) for number in range(4)])
        between = READER.list_changes(start_time=start, end_time=start + timedelta(minutes=59))
        self.assertEqual(sorted(name(event) for event in between), ["h1-0", "h1-1", "h1-2", "h1-3"])

    def test_3_reading_goes_on_from_a_token(self):
        whole = [event["id"] for event in READER.list_changes()]
        pages = READER.list_changes(results_per_page=5).by_page()
        first = [event["id"] for event in next(pages)]
        rest = READER.list_changes(results_per_page=5).by_page(continuation_token=pages.continuation_token)
        self.assertEqual(first + [event["id"] for page in rest for event in page], whole)
        self.assertEqual(len(first), 5)

    @staticmethod
    def hour(event):
        return datetime.strptime(event["eventTime"][:13], "%Y-%m-%dT%H")


if __name__ == "__main__":
    unittest.main(verbosity=2)
