from azure.core.exceptions import HttpResponseError
from azure.storage.blob import BlobAnalyticsLogging, CorsRule, RetentionPolicy, StaticWebsite

from . import client
from .client import PLAIN, SERVICE, fresh


class Service(client.Suite):
    def test_properties_are_kept(self):
        rule = CorsRule(
            ["https://a.example", "https://b.example"], ["GET", "PUT"], allowed_headers=["x-ms-meta-*"],
            exposed_headers=["*"], max_age_in_seconds=60)
        logging = BlobAnalyticsLogging(read=True, delete=True, retention_policy=RetentionPolicy(enabled=True, days=4))
        website = StaticWebsite(enabled=True, index_document="index.html", error_document404_path="404.html")
        PLAIN.set_service_properties(analytics_logging=logging, cors=[rule], static_website=website, target_version="2021-12-02")
        told = PLAIN.get_service_properties()
        self.assertEqual(told["cors"][0].allowed_origins, rule.allowed_origins)
        self.assertEqual(told["analytics_logging"].retention_policy.days, 4)
        self.assertEqual((told["analytics_logging"].read, told["analytics_logging"].write), (True, False))
        self.assertEqual(told["static_website"].index_document, "index.html")
        self.assertEqual(told["target_version"], "2021-12-02")
        self.assertTrue(PLAIN.get_container_client("$web").exists())
        PLAIN.set_service_properties(analytics_logging=BlobAnalyticsLogging(), cors=[], static_website=StaticWebsite())
        self.assertEqual(PLAIN.get_service_properties()["cors"], [])

    def test_account_information(self):
        for each in (SERVICE, self.container, self.container.get_blob_client("any")):
            told = each.get_account_information()
            self.assertEqual((told["sku_name"], told["account_kind"]), ("Standard_LRS", "StorageV2"))

    def test_containers_are_listed_with_what_they_have(self):
        name = fresh("listed")
        SERVICE.create_container(name, metadata={"a": "1"}, public_access="blob")
        item = next(iter(SERVICE.list_containers(name_starts_with=name, include_metadata=True)))
        self.assertEqual((item.metadata, item.public_access), ({"a": "1"}, "blob"))

    def test_no_user_delegation_key_is_given(self):
        with self.assertRaises(HttpResponseError) as raised:
            SERVICE.get_user_delegation_key(client.in_hours(0), client.in_hours(1))
        self.assertEqual(raised.exception.status_code, 403)
