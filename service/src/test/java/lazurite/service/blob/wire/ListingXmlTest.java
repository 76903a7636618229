package lazurite.service.blob.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import lazurite.http.Response;
import lazurite.service.account.PercentEncoding;
import lazurite.service.account.Target;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.BlobRecords;
import lazurite.service.blob.Requests;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.ListEntry;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.ContainerEncryption;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.text.HttpDates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class ListingXmlTest {
    private static final Stamp STAMP = new Stamp(0x8D6D4195D4EB8C6L);
    private static final String MODIFIED = HttpDates.format(STAMP.lastModified());
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

    @Test
    void listsContainers() throws IOException {
        ContainerRecord record = new ContainerRecord(1, STAMP, new byte[0], PublicRead.CONTAINER, List.of(), null);
        BlobResult result = new BlobResult.Containers(
                List.of(new BlobResult.ContainerEntry("logs1", record, Map.of("k", "v"), Lease.State.AVAILABLE)),
                "/acct/logs9");
        assertThat(text("GET /?comp=list&prefix=lo&maxresults=2&include=metadata", result))
                .isEqualTo(DECLARATION + "<EnumerationResults ServiceEndpoint=\"" + Requests.ENDPOINT
                        + "\"><Prefix>lo</Prefix><MaxResults>2</MaxResults><Containers><Container><Name>logs1</Name>"
                        + "<Properties><Last-Modified>" + MODIFIED
                        + "</Last-Modified><Etag>&quot;0x8D6D4195D4EB8C6&quot;</Etag>"
                        + "<LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState>"
                        + "<PublicAccess>container</PublicAccess>"
                        + "<DefaultEncryptionScope>$account-encryption-key</DefaultEncryptionScope>"
                        + "<DenyEncryptionScopeOverride>false</DenyEncryptionScopeOverride>"
                        + "<HasImmutabilityPolicy>false</HasImmutabilityPolicy><HasLegalHold>false</HasLegalHold>"
                        + "<ImmutableStorageWithVersioningEnabled>false</ImmutableStorageWithVersioningEnabled>"
                        + "</Properties><Metadata><k>v</k></Metadata></Container></Containers>"
                        + "<NextMarker>/acct/logs9</NextMarker></EnumerationResults>");
    }

    @Test
    void listsBlobsByHierarchy() throws IOException {
        BlobRecord record = record(
                BlobType.BLOCK,
                11,
                new HttpProperties("text/plain", null, null, null, null, new byte[16]),
                Map.of(),
                null,
                null);
        BlobResult result = new BlobResult.Blobs(
                List.of(
                        new ListEntry.Prefix("p/a/"),
                        new ListEntry.Blob("p/b.txt", null, record, null, Lease.State.AVAILABLE)),
                null);
        assertThat(text("GET /con?restype=container&comp=list&prefix=p/&delimiter=/", result))
                .isEqualTo(DECLARATION + "<EnumerationResults ServiceEndpoint=\"" + Requests.ENDPOINT
                        + "\" ContainerName=\"con\"><Prefix>p/</Prefix><Delimiter>/</Delimiter><Blobs><BlobPrefix>"
                        + "<Name>p/a/</Name></BlobPrefix><Blob><Name>p/b.txt</Name><Properties><Creation-Time>"
                        + MODIFIED + "</Creation-Time><Last-Modified>" + MODIFIED
                        + "</Last-Modified><Etag>0x8D6D4195D4EB8C6</Etag><Content-Length>11</Content-Length>"
                        + "<Content-Type>text/plain</Content-Type><Content-Encoding /><Content-Language />"
                        + "<Content-CRC64 /><Content-MD5>AAAAAAAAAAAAAAAAAAAAAA==</Content-MD5><Cache-Control />"
                        + "<Content-Disposition /><BlobType>BlockBlob</BlobType><AccessTier>Hot</AccessTier>"
                        + "<AccessTierInferred>true</AccessTierInferred><LeaseStatus>unlocked</LeaseStatus>"
                        + "<LeaseState>available</LeaseState><ServerEncrypted>true</ServerEncrypted></Properties>"
                        + "<OrMetadata /></Blob></Blobs><NextMarker /></EnumerationResults>");
    }

    @Test
    void showsWhatWasAskedFor() throws IOException {
        CopyState copy = new CopyState("id", "https://h/c/s?a&b", CopyState.Status.PENDING, 1, 2, null, "moved <on>");
        Lease lease = new Lease("x", 15, Instant.MAX, false);
        BlobRecord record = record(BlobType.APPEND, 1, HttpProperties.NONE, Map.of("k", "v"), copy, lease);
        BlobResult result = new BlobResult.Blobs(
                List.of(
                        new ListEntry.Blob(
                                "b", new Moment.Snapshot(STAMP), record, Map.of("m", "1"), Lease.State.AVAILABLE),
                        new ListEntry.Blob("b", null, record, Map.of(), Lease.State.LEASED),
                        new ListEntry.Uncommitted("c")),
                "next");
        String all = "GET /con?restype=container&comp=list&include=snapshots,metadata,copy,tags,uncommittedblobs";
        String listed = text(all, result);
        assertThat(listed)
                .contains("<Name>b</Name><Snapshot>" + STAMP.iso() + "</Snapshot><Properties>")
                .contains("<BlobType>AppendBlob</BlobType><CopyId>id</CopyId>")
                .contains("<BlobType>AppendBlob</BlobType><LeaseStatus>locked</LeaseStatus>"
                        + "<LeaseState>leased</LeaseState><LeaseDuration>fixed</LeaseDuration><CopyId>id</CopyId>"
                        + "<CopySource>https://h/c/s?a&amp;b</CopySource><CopyStatus>pending</CopyStatus>"
                        + "<CopyProgress>1/2</CopyProgress>"
                        + "<CopyStatusDescription>moved &lt;on&gt;</CopyStatusDescription>"
                        + "<ServerEncrypted>true</ServerEncrypted><Sealed>true</Sealed><TagCount>1</TagCount>"
                        + "</Properties><Metadata /><Tags><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet>"
                        + "</Tags><OrMetadata /></Blob>")
                .contains("<Metadata><m>1</m></Metadata>")
                .contains("<Blob><Name>c</Name><Properties><Content-Length>0</Content-Length>")
                .doesNotContain("AccessTierChangeTime");
        assertThat(text("GET /con?restype=container&comp=list", result)).doesNotContain("<CopyId>", "<Tags>");
        Target target = Requests.target(all);
        Response anonymous = BlobApi.render(
                BlobApi.parse(target), result, Requests.call(target, Requests.VERSION, Caller.Kind.ANONYMOUS));
        assertThat(Requests.text(anonymous)).doesNotContain("<TagCount>");
    }

    @Test
    void listsFoundTags() throws IOException {
        BlobResult result = new BlobResult.TaggedBlobs(
                List.of(new BlobResult.TaggedBlob("c", "a.txt", Map.of("proj", "x"), null, true)), null);
        assertThat(text("GET /?comp=blobs&where=proj%3D'x'", result))
                .isEqualTo(DECLARATION + "<EnumerationResults ServiceEndpoint=\"" + Requests.ENDPOINT
                        + "\"><Where>proj='x'</Where><Blobs><Blob><Name>a.txt</Name><ContainerName>c</ContainerName>"
                        + "<Tags><TagSet><Tag><Key>proj</Key><Value>x</Value></Tag></TagSet></Tags></Blob></Blobs>"
                        + "<NextMarker /></EnumerationResults>");
    }

    @Test
    void listingsOfOldVersionsHaveAddresses() throws IOException {
        BlobRecord record = record(BlobType.BLOCK, 0, HttpProperties.NONE, Map.of(), null, null);
        BlobResult blobs = new BlobResult.Blobs(
                List.of(
                        new ListEntry.Blob("a b/ü", new Moment.Snapshot(STAMP), record, null, Lease.State.AVAILABLE),
                        new ListEntry.Uncommitted("u%")),
                null);
        assertThat(text("GET /con?restype=container&comp=list", blobs, "2012-02-12"))
                .contains("<EnumerationResults ContainerName=\"" + Requests.ENDPOINT + "con\"><Blobs>")
                .contains(
                        "</Snapshot><Url>" + Requests.ENDPOINT + "con/a%20b/%C3%BC?snapshot=" + STAMP.iso() + "</Url>")
                .contains("<Name>u%</Name><Url>" + Requests.ENDPOINT + "con/u%25</Url><Properties>");
        assertThat(text("GET /con?restype=container&comp=list", blobs, "2013-08-15"))
                .contains("<EnumerationResults ServiceEndpoint=\"" + Requests.ENDPOINT + "\" ContainerName=\"con\">")
                .doesNotContain("<Url>");
        ContainerRecord container = new ContainerRecord(1, STAMP, new byte[0], PublicRead.NEVER, List.of(), null);
        BlobResult containers = new BlobResult.Containers(
                List.of(new BlobResult.ContainerEntry("con", container, Map.of(), Lease.State.AVAILABLE)), null);
        assertThat(text("GET /?comp=list", containers, "2009-09-19"))
                .contains("<EnumerationResults AccountName=\"" + Requests.ENDPOINT + "\">")
                .contains("<Name>con</Name><Url>" + Requests.ENDPOINT + "con</Url><Properties>");
    }

    @Test
    void showsWhichKeyItIsAndNoMetadataThatItSeals() throws IOException {
        BlobRecord plain = record(BlobType.BLOCK, 0, HttpProperties.NONE, Map.of(), null, null);
        BlobRecord keyed =
                plain.edit().encryption(new Encryption("aGFzaA==", null)).done();
        BlobRecord scoped =
                plain.edit().encryption(new Encryption(null, "ward-7")).done();
        BlobResult blobs = new BlobResult.Blobs(
                List.of(
                        new ListEntry.Blob("keyed", null, keyed, null, Lease.State.AVAILABLE),
                        new ListEntry.Blob("scoped", null, scoped, Map.of("k", "v"), Lease.State.AVAILABLE)),
                null);
        String listed = text("GET /con?restype=container&comp=list&include=metadata", blobs);
        assertThat(listed)
                .contains("<ServerEncrypted>true</ServerEncrypted>"
                        + "<CustomerProvidedKeySha256>aGFzaA==</CustomerProvidedKeySha256></Properties>"
                        + "<Metadata Encrypted=\"true\"></Metadata>")
                .contains("<ServerEncrypted>true</ServerEncrypted><EncryptionScope>ward-7</EncryptionScope>"
                        + "</Properties><Metadata><k>v</k></Metadata>");
        assertThat(text("GET /con?restype=container&comp=list", blobs)).doesNotContain("Encrypted=");
        ContainerRecord container = new ContainerRecord(
                1, STAMP, null, PublicRead.NEVER, List.of(), null, new ContainerEncryption("ward-7", true));
        BlobResult containers = new BlobResult.Containers(
                List.of(new BlobResult.ContainerEntry("con", container, Map.of(), Lease.State.AVAILABLE)), null);
        assertThat(text("GET /?comp=list", containers))
                .contains("<DefaultEncryptionScope>ward-7</DefaultEncryptionScope>"
                        + "<DenyEncryptionScopeOverride>true</DenyEncryptionScopeOverride>");
    }

    @Test
    void encodesNamesThatXmlCannotHold() throws IOException {
        BlobRecord record = record(BlobType.BLOCK, 0, HttpProperties.NONE, Map.of(), null, null);
        BlobResult result = new BlobResult.Blobs(
                List.of(
                        new ListEntry.Prefix("a\u0001 /"),
                        new ListEntry.Blob("b\uFFFE%\u00fc", null, record, null, Lease.State.AVAILABLE),
                        new ListEntry.Blob("c\r<&>\"\ud83d\ude00", null, record, null, Lease.State.AVAILABLE)),
                null);
        assertThat(text("GET /con?restype=container&comp=list", result))
                .contains("<BlobPrefix><Name Encoded=\"true\">a%01%20/</Name></BlobPrefix>")
                .contains("<Name Encoded=\"true\">b%EF%BF%BE%25%C3%BC</Name>")
                .contains("<Name>c&#xD;&lt;&amp;&gt;&quot;\ud83d\ude00</Name>");
    }

    @Test
    void everyNameComesBackFromAParser() throws IOException, ParserConfigurationException, SAXException {
        Random random = new Random(11);
        BlobRecord record = record(BlobType.BLOCK, 0, HttpProperties.NONE, Map.of(), null, null);
        List<ListEntry> entries = new ArrayList<>();
        List<String> names = new ArrayList<>();
        while (names.size() < 5000) {
            StringBuilder name = new StringBuilder("n");
            for (int i = random.nextInt(20); i > 0; i--) {
                int point = random.nextBoolean() ? random.nextInt(0x20, 0x80) : random.nextInt(0x10, 0x11000);
                if (!Character.isSurrogate((char) point) || point > 0xFFFF) {
                    name.appendCodePoint(point);
                }
            }
            names.add(name.toString());
            entries.add(new ListEntry.Blob(name.toString(), null, record, null, Lease.State.AVAILABLE));
        }
        String xml = text("GET /con?restype=container&comp=list", new BlobResult.Blobs(entries, null));
        NodeList found = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("Name");
        assertThat(found.getLength()).isEqualTo(names.size());
        for (int i = 0; i < names.size(); i++) {
            String text = found.item(i).getTextContent();
            boolean encoded = found.item(i).getAttributes().getNamedItem("Encoded") != null;
            assertThat(encoded ? PercentEncoding.decode(text) : text).isEqualTo(names.get(i));
        }
    }

    private static BlobRecord record(
            BlobType type,
            long length,
            HttpProperties properties,
            Map<String, String> tags,
            @Nullable CopyState copy,
            @Nullable Lease lease) {
        boolean sealed = type == BlobType.APPEND;
        return BlobRecords.blank(type, STAMP, STAMP)
                .length(length)
                .properties(properties)
                .tags(tags)
                .lease(lease)
                .copy(copy)
                .sealed(sealed)
                .done();
    }

    private static String text(String line, BlobResult result) throws IOException {
        return text(line, result, Requests.VERSION);
    }

    private static String text(String line, BlobResult result, String version) throws IOException {
        Target target = Requests.target(line);
        Response response =
                BlobApi.render(BlobApi.parse(target), result, Requests.call(target, version, Caller.Kind.SHARED_KEY));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().first("Content-Type")).isEqualTo("application/xml");
        return Requests.text(response);
    }
}
