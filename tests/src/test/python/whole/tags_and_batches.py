from . import client
from .client import SERVICE, fresh


class Tags(client.Suite):
    def test_they_are_set_conditional_listed_and_found(self):
        mark = fresh("m")
        blob = self.put("a", "text")
        blob.set_blob_tags({"mark": mark, "a/b+c": "x=y z"})
        self.assertEqual(blob.get_blob_tags(), {"mark": mark, "a/b+c": "x=y z"})
        self.refused(412, "ConditionNotMet", blob.set_blob_tags, {}, if_tags_match_condition="\"mark\" = 'other'")
        blob.set_blob_tags({"mark": mark, "n": "2"}, if_tags_match_condition="\"mark\" = '%s'" % mark)
        self.assertEqual([item.tags for item in self.container.list_blobs("a", include=["tags"])], [{"mark": mark, "n": "2"}])
        self.put("b", "text", tags={"mark": mark, "n": "3"})
        found = list(SERVICE.find_blobs_by_tags("mark = '%s' AND n >= '3'" % mark))
        self.assertEqual([(each.name, each.container_name, each.tags["n"]) for each in found], [("b", self.container.container_name, "3")])
        pages = self.container.find_blobs_by_tags("mark = '%s'" % mark, results_per_page=1).by_page()
        self.assertEqual([each.name for page in pages for each in page], ["a", "b"])

    def test_versions_have_their_own(self):
        blob = self.put("version", "one", tags={"n": "1"})
        version = blob.get_blob_properties().version_id
        self.put("version", "two", tags={"n": "2"})
        self.assertEqual(blob.get_blob_tags(version_id=version), {"n": "1"})
        blob.set_blob_tags({"n": "3"}, version_id=version)
        self.assertEqual(blob.get_blob_tags(), {"n": "2"})


class Batches(client.Suite):
    def test_deletes_tell_of_each(self):
        blob = self.put("ä b", "text")
        blob.create_snapshot()
        self.put("c", "text")
        answers = list(self.container.delete_blobs("ä b", "c", "missing", delete_snapshots="include", raise_on_any_failure=False))
        self.assertEqual([answer.status_code for answer in answers], [202, 202, 404])
