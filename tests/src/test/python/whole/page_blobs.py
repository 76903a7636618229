"""Without incremental copies: this version of the client fails before it sends one."""

import os

from azure.storage.blob import SequenceNumberAction

from . import client
from .client import readable

PAGE = os.urandom(512)


def spans(ranges):
    return [(each.start, each.end, each.cleared) for each in ranges]


class PageBlobs(client.Suite):
    def create(self, name, size=4096):
        blob = self.container.get_blob_client(name)
        blob.create_page_blob(size)
        return blob

    def test_pages_are_written_cleared_and_told(self):
        blob = self.create("ranges")
        blob.upload_page(PAGE, offset=0, length=512)
        blob.upload_page(PAGE + PAGE, offset=1024, length=1024, validate_content=True)
        blob.clear_page(1024, 512)
        self.assertEqual(blob.download_blob(1536, 512).readall(), PAGE)
        filled, cleared = blob.get_page_ranges()
        self.assertEqual([(each["start"], each["end"]) for each in filled], [(0, 511), (1536, 2047)])
        self.assertEqual(cleared, [])
        pages = blob.list_page_ranges(results_per_page=1).by_page()
        self.assertEqual([spans(page) for page in pages], [[(0, 511, False)], [(1536, 2047, False)]])

    def test_differences_from_a_snapshot_are_told(self):
        blob = self.create("difference")
        blob.upload_page(PAGE + PAGE, offset=0, length=1024)
        snapshot = blob.create_snapshot()["snapshot"]
        blob.upload_page(PAGE, offset=2048, length=512)
        blob.clear_page(0, 512)
        filled, cleared = blob.get_page_ranges(previous_snapshot_diff=snapshot)
        self.assertEqual([(each["start"], each["end"]) for each in filled], [(2048, 2559)])
        self.assertEqual([(each["start"], each["end"]) for each in cleared], [(0, 511)])
        self.assertEqual(spans(blob.list_page_ranges(previous_snapshot=snapshot)), [(0, 511, True), (2048, 2559, False)])

    def test_size_and_sequence_number(self):
        blob = self.create("numbers")
        blob.resize_blob(1024)
        self.assertEqual(blob.get_blob_properties().size, 1024)
        blob.set_sequence_number(SequenceNumberAction.Update, "7")
        blob.set_sequence_number(SequenceNumberAction.Increment)
        self.assertEqual(blob.get_blob_properties().page_blob_sequence_number, 8)
        blob.upload_page(PAGE, offset=0, length=512, if_sequence_number_eq=8)
        self.refused(
            412, "SequenceNumberConditionNotMet", blob.upload_page, PAGE, offset=0, length=512, if_sequence_number_lt=8)

    def test_pages_come_from_a_url(self):
        source = self.create("source")
        source.upload_page(PAGE, offset=512, length=512)
        blob = self.create("from-url")
        blob.upload_pages_from_url(readable(source), offset=1024, length=512, source_offset=512)
        self.assertEqual(blob.download_blob(1024, 512).readall(), PAGE)

    def test_a_sparse_upload_skips_empty_pages(self):
        body = bytes(4096) + PAGE + bytes(3584)
        blob = self.container.upload_blob("sparse", body, blob_type="PageBlob")
        self.assertEqual(blob.download_blob().readall(), body)
