import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from azure.storage.blob import ContentSettings, StandardBlobTier

from . import client
from .client import PLAIN, fresh, readable


class Slow(BaseHTTPRequestHandler):
    """Says that there is much, sends a little, and waits until it is let go."""

    done = threading.Event()

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", "9000000")
        self.send_header("ETag", '"1"')
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()
        self.wfile.write(bytes(1000))
        self.done.wait()

    def log_message(self, *words):
        pass


class Copies(client.Suite):
    def setUp(self):
        self.source = self.put(
            "source ä&?", "0123456789", metadata={"a": "1"}, content_settings=ContentSettings(content_type="text/x"))

    def test_at_once(self):
        blob = self.container.get_blob_client("direct")
        self.assertEqual(blob.start_copy_from_url(readable(self.source), requires_sync=True)["copy_status"], "success")
        self.assertEqual(blob.get_blob_properties().metadata, {"a": "1"})
        blob.start_copy_from_url(readable(self.source), metadata={"b": "2"}, tags={"v": "w"}, requires_sync=True)
        self.assertEqual((blob.get_blob_properties().metadata, blob.get_blob_tags()), ({"b": "2"}, {"v": "w"}))

    def test_whole_blob_from_a_url(self):
        blob = self.container.get_blob_client("whole")
        blob.upload_blob_from_url(readable(self.source), overwrite=True, standard_blob_tier=StandardBlobTier.Cool, tags={"t": "u"})
        properties = blob.get_blob_properties()
        self.assertEqual((properties.content_settings.content_type, properties.blob_tier), ("text/x", "Cool"))
        blob.upload_blob_from_url(readable(self.source), overwrite=True, include_source_blob_properties=False)
        self.assertNotEqual(blob.get_blob_properties().content_settings.content_type, "text/x")
        self.refused(409, "BlobAlreadyExists", blob.upload_blob_from_url, readable(self.source), overwrite=False)
        elsewhere = PLAIN.create_container(fresh("source")).upload_blob("a", "text")
        self.refused(401, "CannotVerifyCopySource", blob.upload_blob_from_url, elsewhere.url, overwrite=True)

    def test_blocks_from_a_url(self):
        blob = self.container.get_blob_client("blocks")
        blob.stage_block_from_url("1", readable(self.source), source_offset=5, source_length=5)
        blob.stage_block_from_url("2", readable(self.source), source_offset=0, source_length=5)
        self.assertEqual([block.size for block in blob.get_block_list("uncommitted")[1]], [5, 5])
        blob.commit_block_list(["1", "2"], tags={"t": "u"}, standard_blob_tier=StandardBlobTier.Cool)
        self.assertEqual(self.text(blob), "5678901234")

    def test_a_long_copy_is_followed_and_aborted(self):
        slow = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
        slow.daemon_threads = True
        threading.Thread(target=slow.serve_forever, daemon=True).start()
        try:
            blob = self.container.get_blob_client("aborted")
            copy = blob.start_copy_from_url("http://127.0.0.1:%d/slow" % slow.server_address[1])
            self.assertEqual(copy["copy_status"], "pending")
            self.refused(409, "PendingCopyOperation", blob.upload_blob, "x", overwrite=True)
            blob.abort_copy(copy["copy_id"])
            properties = blob.get_blob_properties()
            self.assertEqual((properties.copy.status, properties.size), ("aborted", 0))
            self.refused(409, "NoPendingCopyOperation", blob.abort_copy, copy["copy_id"])
        finally:
            Slow.done.set()
            slow.shutdown()
            slow.server_close()
