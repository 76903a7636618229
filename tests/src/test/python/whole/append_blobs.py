from . import client
from .client import readable


class AppendBlobs(client.Suite):
    def test_they_grow_from_a_url_under_conditions(self):
        source = self.put("source", "0123456789")
        log = self.container.get_blob_client("log")
        log.create_append_blob(metadata={"a": "1"}, tags={"t": "u"})
        grown = log.append_block_from_url(readable(source), source_offset=3, source_length=4, appendpos_condition=0)
        self.assertEqual((grown["blob_append_offset"], grown["blob_committed_block_count"]), ("0", 1))
        self.refused(
            412, "AppendPositionConditionNotMet", log.append_block_from_url, readable(source), 0, 4, appendpos_condition=0)
        self.refused(412, "MaxBlobSizeConditionNotMet", log.append_block, "x", maxsize_condition=4)
        self.assertEqual(self.text(log), "3456")

    def test_sealed_ones_grow_no_more(self):
        log = self.container.get_blob_client("sealed")
        log.create_append_blob()
        log.append_block("one", validate_content=True)
        log.seal_append_blob()
        self.assertTrue(log.get_blob_properties().is_append_blob_sealed)
        self.refused(409, "BlobIsSealed", log.append_block, "x")
        copy = self.container.get_blob_client("copy")
        copy.start_copy_from_url(log.url, seal_destination_blob=True)
        self.assertTrue(copy.get_blob_properties().is_append_blob_sealed)
