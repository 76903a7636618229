package lazurite.service.blob;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.service.account.Immutability;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.record.ContainerEncryption;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.ContainerRecordCodec;
import lazurite.service.blob.record.DeletedContainer;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.LeaseCodec;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.record.Upload;
import lazurite.service.blob.retention.ImmutabilityCodec;
import lazurite.service.blob.settings.DeleteRetention;
import lazurite.service.blob.settings.Logging;
import lazurite.service.blob.settings.MetricsSettings;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.blob.settings.ServicePropertiesCodec;
import lazurite.service.blob.settings.StaticWebsite;
import lazurite.service.gateway.CorsRule;
import lazurite.store.Uid;
import org.junit.jupiter.api.Test;

/** Containers, uploads, leases and service properties written by version 1 mean what they meant. */
final class ContainerRecordGoldenTest {
    private static final Stamp CHANGED = Stamp.at(Instant.parse("2026-11-21T10:11:12.1234567Z"));
    private static final Lease LEASE =
            new Lease("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", 60, Instant.parse("2026-11-21T10:12:12Z"), true);

    @Test
    void aContainerWithAllItCanHave() {
        ContainerRecord record = new ContainerRecord(
                0x0102030405060708L,
                CHANGED,
                new byte[] {5, 6, 7, 8},
                PublicRead.CONTAINER,
                List.of(
                        new SignedIdentifier("read", "2026-11-21", "2027-11-21T00:00:00.0000000Z", "rl"),
                        new SignedIdentifier("bare", null, null, "r")),
                LEASE);
        Golden.assertForm("container", record, ContainerRecordCodec::write, ContainerRecordCodec::read);
    }

    @Test
    void aPrivateContainerLeasedForEver() {
        Lease endless = new Lease("bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb", -1, null, false);
        ContainerRecord record = new ContainerRecord(1, CHANGED, new byte[] {9}, PublicRead.NEVER, List.of(), endless);
        Golden.assertForm("private-container", record, ContainerRecordCodec::write, ContainerRecordCodec::read);
    }

    @Test
    void aDeletedContainer() {
        DeletedContainer deleted = new DeletedContainer(
                new ContainerRecord(1, CHANGED, null, PublicRead.NEVER, List.of(), null),
                new Deletion(Instant.parse("2026-11-21T10:12:12Z"), 7, true));
        Golden.assertForm("deleted-container", deleted, DeletedContainer::write, DeletedContainer::read);
    }

    @Test
    void theImmutabilityOfAnAccount() {
        Immutability immutability = new Immutability(
                true,
                new Policy(30, true, Appends.APPEND_BLOBS),
                Map.of(
                        "a",
                        new OfContainer(false, new Policy(400, false, Appends.ALL), List.of("case42", "case43"), true),
                        "b",
                        new OfContainer(true, null, List.of(), false)));
        Golden.assertForm("immutability", immutability, ImmutabilityCodec::write, ImmutabilityCodec::read);
    }

    @Test
    void aContainerWithAnEncryptionScope() {
        ContainerRecord record = new ContainerRecord(
                1, CHANGED, null, PublicRead.NEVER, List.of(), null, new ContainerEncryption("ward-7", true));
        Golden.assertForm("scoped-container", record, ContainerRecordCodec::write, ContainerRecordCodec::read);
    }

    @Test
    void anUploadUnderACustomersKey() {
        Upload upload = new Upload(new Uid(1, 2), 6, 3, new Encryption("aGFzaA==", null));
        Golden.assertForm("sealed-upload", upload, Upload::write, Upload::read);
    }

    @Test
    void anUploadUnderAnEncryptionScope() {
        Upload upload = new Upload(new Uid(1, 2), 6, 3, new Encryption(null, "ward-7"));
        Golden.assertForm("scoped-upload", upload, Upload::write, Upload::read);
    }

    @Test
    void aLease() {
        Golden.assertForm("lease", LEASE, LeaseCodec::write, LeaseCodec::read);
    }

    @Test
    void aRunningUpload() {
        Upload upload = new Upload(new Uid(0x0102030405060708L, 0x090A0B0C0D0E0F10L), 48, 0, Encryption.ACCOUNT);
        Golden.assertForm("upload", upload, Upload::write, Upload::read);
    }

    @Test
    void servicePropertiesWithTwoCorsRules() {
        ServiceProperties properties = new ServiceProperties(
                List.of(
                        new CorsRule(
                                List.of("https://a.example", "https://*.b.example"),
                                List.of("GET", "PUT"),
                                List.of("x-ms-*", "authorization"),
                                List.of("etag"),
                                3600),
                        new CorsRule(List.of("*"), List.of("GET"), List.of(), List.of(), 0)),
                "2026-10-06");
        Golden.assertForm(
                "service-properties", properties, ServicePropertiesCodec::write, ServicePropertiesCodec::read);
    }

    @Test
    void servicePropertiesWithEverythingSet() {
        ServiceProperties properties = new ServiceProperties(
                List.of(),
                "2026-10-06",
                new Logging("2.0", true, false, true, 30),
                new MetricsSettings("1.0", 7),
                new MetricsSettings("1.0", 1),
                new DeleteRetention(true, 365, true),
                new StaticWebsite(true, "index.html", "errors/404.html", null));
        Golden.assertForm(
                "whole-service-properties", properties, ServicePropertiesCodec::write, ServicePropertiesCodec::read);
    }
}
