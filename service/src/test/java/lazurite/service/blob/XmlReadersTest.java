package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.blob.operation.BlobOperation.BlockChoice;
import lazurite.service.blob.settings.DeleteRetention;
import lazurite.service.blob.settings.Logging;
import lazurite.service.blob.settings.MetricsSettings;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.blob.settings.ServicePropertiesXml;
import lazurite.service.blob.settings.StaticWebsite;
import lazurite.service.blob.tag.TagsXml;
import lazurite.service.blob.text.XmlReader;
import lazurite.service.blob.write.BlockListXml;
import lazurite.service.blob.write.SignedIdentifiersXml;
import lazurite.service.gateway.CorsRule;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlReadersTest {
    @Test
    void readsABlockListInDocumentOrder() {
        String document =
                "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- c --><BlockList xmlns='x' a=\"1\">\n"
                        + "  <Latest>MDAx</Latest><Committed><![CDATA[MDAy]]></Committed><Uncommitted > M&#68;A&#x7a; "
                        + "</Uncommitted ><?pi ?></BlockList>\n<!-- end -->";
        assertThat(BlockListXml.read(bytes(document)))
                .containsExactly(
                        new BlockChoice(BlockChoice.From.LATEST, "MDAx"),
                        new BlockChoice(BlockChoice.From.COMMITTED, "MDAy"),
                        new BlockChoice(BlockChoice.From.UNCOMMITTED, "MDAz"));
        assertThat(BlockListXml.read(bytes("<BlockList/>"))).isEmpty();
    }

    @Test
    void aBlockListHoldsFiftyThousandBlocks() {
        String full = "<Latest>MDAx</Latest>".repeat(50_000);
        assertThat(BlockListXml.read(bytes("<BlockList>" + full + "</BlockList>")))
                .hasSize(50_000);
        assertThat(code(() -> BlockListXml.read(bytes("<BlockList>" + full + "<Latest>MDAx</Latest></BlockList>"))))
                .isEqualTo(ErrorCode.BlockListTooLong);
        assertThat(code(() -> BlockListXml.read(bytes("<BlockList><Latest>x</Latest></BlockList>"))))
                .isEqualTo(ErrorCode.InvalidBlockId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BlockList",
                "<BlockList>",
                "<BlockList></Blocklist>",
                "<Blocks/>",
                "<BlockList/><BlockList/>",
                "<BlockList/>text",
                "<BlockList>text</BlockList>",
                "<BlockList><Other/></BlockList>",
                "<BlockList><Latest><Latest/></Latest></BlockList>",
                "<BlockList><Latest>&nbsp;</Latest></BlockList>",
                "<BlockList><Latest>&#0;</Latest></BlockList>",
                "<BlockList><Latest>&#x110000;</Latest></BlockList>",
                "<BlockList><Latest>&#99999999999;</Latest></BlockList>",
                "<BlockList><Latest>&amp</Latest></BlockList>",
                "<BlockList><Latest><![CDATA[MDAx</Latest></BlockList>",
                "<BlockList a></BlockList>",
                "<BlockList a=1></BlockList>",
                "<BlockList a='<'></BlockList>",
                "<BlockList a='1'b='2'></BlockList>",
                "<BlockList><!-- </BlockList>",
                "<!DOCTYPE BlockList><BlockList/>",
                "<?xml version='1.0'?><!DOCTYPE b [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><BlockList><Latest>&b;</Latest></BlockList>",
                "<!DOCTYPE b SYSTEM 'file:///etc/passwd'><BlockList/>",
                "<BlockList><Latest>\u0001</Latest></BlockList>",
                "< BlockList/>"
            })
    void malformedDocumentsAreNamedWithTheirPlace(String document) {
        StorageException error = catchThrowableOfType(StorageException.class, () -> BlockListXml.read(bytes(document)));
        assertThat(error.code()).isEqualTo(ErrorCode.InvalidXmlDocument);
        assertThat(error.details()).containsKeys("LineNumber", "LinePosition", "Reason");
    }

    @Test
    void tellsLineAndPosition() {
        StorageException error = catchThrowableOfType(
                StorageException.class, () -> BlockListXml.read(bytes("<BlockList>\n  <Other/></BlockList>")));
        assertThat(error.details()).containsEntry("LineNumber", "2").containsEntry("LinePosition", "11");
    }

    @Test
    void depthIsBoundedAndBytesMustBeUtf8() {
        String deep = "<Tags>" + "<TagSet>".repeat(100_000);
        assertThat(code(() -> TagsXml.read(bytes(deep)))).isEqualTo(ErrorCode.InvalidXmlDocument);
        byte[] broken = bytes("<BlockList>?</BlockList>");
        broken[11] = (byte) 0xC3;
        assertThat(code(() -> BlockListXml.read(broken))).isEqualTo(ErrorCode.InvalidXmlDocument);
        XmlReader xml = new XmlReader(bytes("<a>" + "<b>".repeat(20)), "a");
        assertThat(code(() -> {
                    while (xml.child() != null) {
                        assertThat(xml).isNotNull();
                    }
                }))
                .isEqualTo(ErrorCode.InvalidXmlDocument);
    }

    @Test
    void readsTags() {
        assertThat(TagsXml.read(bytes("<Tags><TagSet><Tag><Key>a b</Key><Value>c</Value></Tag>"
                        + "<Tag><Value/><Key>d</Key></Tag></TagSet></Tags>")))
                .isEqualTo(Map.of("a b", "c", "d", ""));
        assertThat(TagsXml.read(bytes("<Tags><TagSet /></Tags>"))).isEmpty();
        assertThat(code(() -> TagsXml.read(bytes("<Tags/>")))).isEqualTo(ErrorCode.InvalidXmlDocument);
        assertThat(code(() -> TagsXml.read(bytes("<Tags><TagSet><Tag><Key>a</Key></Tag></TagSet></Tags>"))))
                .isEqualTo(ErrorCode.InvalidXmlDocument);
        String tag = "<Tag><Key>a</Key><Value>1</Value></Tag>";
        assertThat(code(() -> TagsXml.read(bytes("<Tags><TagSet>" + tag + tag + "</TagSet></Tags>"))))
                .isEqualTo(ErrorCode.DuplicateTagNames);
        assertThat(code(() -> TagsXml.read(bytes("<Tags><TagSet>" + tag.replace("1", "#") + "</TagSet></Tags>"))))
                .isEqualTo(ErrorCode.InvalidTag);
    }

    @Test
    void readsAccessPolicies() {
        assertThat(SignedIdentifiersXml.read(new byte[0])).isEmpty();
        assertThat(SignedIdentifiersXml.read(bytes("<SignedIdentifiers />"))).isEmpty();
        assertThat(SignedIdentifiersXml.read(bytes(identifiers("<Id>x</Id><AccessPolicy><Start>2026-01-01</Start>"
                        + "<Expiry>2026-01-01T00:00:00.0000000Z</Expiry><Permission>rl</Permission></AccessPolicy>"))))
                .containsExactly(new SignedIdentifier("x", "2026-01-01", "2026-01-01T00:00:00.0000000Z", "rl"));
        assertThat(SignedIdentifiersXml.read(bytes(identifiers("<Id>x</Id><AccessPolicy><Start/></AccessPolicy>"))))
                .containsExactly(new SignedIdentifier("x", null, null, null));
    }

    @Test
    void refusesPoliciesThatAreTooManyOrMalformed() {
        StringBuilder six = new StringBuilder("<SignedIdentifiers>");
        for (int i = 0; i < 6; i++) {
            six.append("<SignedIdentifier><Id>").append(i).append("</Id></SignedIdentifier>");
        }
        for (String bad : List.of(
                six.append("</SignedIdentifiers>").toString(),
                identifiers("<Id></Id>"),
                identifiers("<AccessPolicy/>"),
                identifiers("<Id>" + "x".repeat(65) + "</Id>"),
                "<SignedIdentifiers><SignedIdentifier><Id>x</Id></SignedIdentifier>"
                        + "<SignedIdentifier><Id>x</Id></SignedIdentifier></SignedIdentifiers>")) {
            assertThat(code(() -> SignedIdentifiersXml.read(bytes(bad)))).isEqualTo(ErrorCode.InvalidXmlDocument);
        }
        for (String bad : List.of("<Start>soon</Start>", "<Permission>r!</Permission>")) {
            String document = identifiers("<Id>x</Id><AccessPolicy>" + bad + "</AccessPolicy>");
            assertThat(code(() -> SignedIdentifiersXml.read(bytes(document)))).isEqualTo(ErrorCode.InvalidXmlNodeValue);
        }
    }

    private static String identifiers(String inside) {
        return "<SignedIdentifiers><SignedIdentifier>" + inside + "</SignedIdentifier></SignedIdentifiers>";
    }

    @Test
    void propertiesThatAreAbsentStay() {
        ServiceProperties current = new ServiceProperties(
                List.of(new CorsRule(List.of("*"), List.of("GET"), List.of(), List.of(), 1)), "2019-12-12");
        assertThat(properties("", current)).isEqualTo(current);
        assertThat(properties("<Cors/>", current)).isEqualTo(new ServiceProperties(List.of(), "2019-12-12"));
        assertThat(properties("<DefaultServiceVersion>2020-02-10</DefaultServiceVersion>", current)
                        .defaultVersion())
                .isEqualTo("2020-02-10");
    }

    @Test
    void whatIsOffMayBeSwitchedOffAndNothingOn() {
        String off = "<RetentionPolicy><Enabled>False</Enabled></RetentionPolicy>";
        assertThat(properties(
                        "<Logging><Version>1.0</Version><Delete>False</Delete><Read>false</Read><Write>false</Write>"
                                + off + "</Logging><HourMetrics><Version>1.0</Version><Enabled>false</Enabled>" + off
                                + "</HourMetrics><MinuteMetrics><Enabled>false</Enabled></MinuteMetrics>"
                                + "<DeleteRetentionPolicy><Enabled>false</Enabled></DeleteRetentionPolicy>"
                                + "<StaticWebsite><Enabled>false</Enabled></StaticWebsite>",
                        ServiceProperties.NONE))
                .isEqualTo(ServiceProperties.NONE);
        for (String refused : List.of(
                "<HourMetrics><Enabled>true</Enabled><IncludeAPIs>true</IncludeAPIs></HourMetrics>",
                "<MinuteMetrics><Enabled>true</Enabled></MinuteMetrics>")) {
            assertThat(code(() -> properties(refused, ServiceProperties.NONE)))
                    .as(refused)
                    .isEqualTo(ErrorCode.UnsupportedXmlNode);
        }
    }

    @Test
    void settingsOfWhatIsOffAreKept() {
        String seven = "<RetentionPolicy><Enabled>true</Enabled><Days>7</Days></RetentionPolicy>";
        ServiceProperties kept = properties(
                "<Logging><Version>2.0</Version><Read>false</Read><Write>false</Write><Delete>false</Delete>" + seven
                        + "</Logging><Metrics><Enabled>false</Enabled>" + seven + "</Metrics>"
                        + "<DeleteRetentionPolicy><AllowPermanentDelete>true</AllowPermanentDelete>"
                        + "<Enabled>false</Enabled></DeleteRetentionPolicy>"
                        + website(
                                "false",
                                "<DefaultIndexDocumentPath>// /a/b.html</DefaultIndexDocumentPath>"
                                        + "<IndexDocument/><ErrorDocument404Path>e/404.html</ErrorDocument404Path>"),
                ServiceProperties.NONE);
        assertThat(kept.logging()).isEqualTo(new Logging("2.0", false, false, false, 7));
        assertThat(kept.hourMetrics()).isEqualTo(new MetricsSettings("1.0", 7));
        assertThat(kept.minuteMetrics()).isEqualTo(MetricsSettings.OFF);
        assertThat(kept.deleteRetention()).isEqualTo(new DeleteRetention(false, 0, true));
        assertThat(kept.website()).isEqualTo(new StaticWebsite(false, null, "e/404.html", "a/b.html"));
        assertThat(properties("<Cors/>", kept)).isEqualTo(kept);
        assertThat(properties(website("false", ""), kept).website()).isEqualTo(StaticWebsite.OFF);
    }

    @Test
    void daysOfAPolicyThatIsOffAreOfNoConsequence() {
        String off = "<DeleteRetentionPolicy><Enabled>false</Enabled><Days>3</Days></DeleteRetentionPolicy>";
        assertThat(properties(off, ServiceProperties.NONE).deleteRetention())
                .isEqualTo(new DeleteRetention(false, 0, false));
    }

    private static String website(String enabled, String documents) {
        return "<StaticWebsite><Enabled>" + enabled + "</Enabled>" + documents + "</StaticWebsite>";
    }

    private static String logging(String read) {
        return "<Logging><Version>1.0</Version><Read>" + read + "</Read><Write>false</Write><Delete>false</Delete>"
                + "<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></Logging>";
    }

    @Test
    void badPropertiesAreRefused() {
        for (String bad : List.of(
                "<DeleteRetentionPolicy><Enabled>true</Enabled></DeleteRetentionPolicy>",
                "<DeleteRetentionPolicy><Enabled>true</Enabled><Days>0</Days></DeleteRetentionPolicy>",
                "<DeleteRetentionPolicy><Enabled>true</Enabled><Days>366</Days></DeleteRetentionPolicy>",
                "<DeleteRetentionPolicy><Enabled>false</Enabled><Days>366</Days></DeleteRetentionPolicy>",
                "<DeleteRetentionPolicy/>",
                "<HourMetrics><Enabled>false</Enabled><IncludeAPIs>true</IncludeAPIs></HourMetrics>",
                "<HourMetrics><Enabled>perhaps</Enabled></HourMetrics>",
                "<Cors/><Cors/>",
                "<Metrics><Enabled>false</Enabled></Metrics><HourMetrics><Enabled>false</Enabled></HourMetrics>",
                logging("false").replace("1.0", "3.0"),
                logging("false").replace("<Enabled>", "<AllowPermanentDelete>true</AllowPermanentDelete><Enabled>"),
                "<StaticWebsite/>",
                website("false", "<IndexDocument>a/index.html</IndexDocument>"),
                website("false", "<ErrorDocument404Path>" + "x".repeat(1025) + "</ErrorDocument404Path>"),
                website(
                        "false",
                        "<IndexDocument>i</IndexDocument>" + "<DefaultIndexDocumentPath>d</DefaultIndexDocumentPath>"),
                "<Cors>" + rule("*", "GET", "1").repeat(6) + "</Cors>",
                "<Cors>" + rule("*".repeat(250) + ",", "GET", "1").repeat(5).replace("*", "x".repeat(3)) + "</Cors>",
                "<Other/>")) {
            assertThat(code(() -> properties(bad, ServiceProperties.NONE)))
                    .as(bad)
                    .isIn(ErrorCode.InvalidXmlDocument, ErrorCode.InvalidXmlNodeValue);
        }
        assertThat(code(() -> properties("<Cors>" + rule("*", "FLY", "1") + "</Cors>", ServiceProperties.NONE)))
                .isEqualTo(ErrorCode.InvalidXmlNodeValue);
        assertThat(code(() -> properties("<Cors>" + rule("*", "GET", "-1") + "</Cors>", ServiceProperties.NONE)))
                .isEqualTo(ErrorCode.InvalidXmlNodeValue);
        assertThat(code(() -> properties("<Cors>" + rule("", "GET", "1") + "</Cors>", ServiceProperties.NONE)))
                .isEqualTo(ErrorCode.MissingRequiredXmlNode);
        assertThat(code(() -> properties("<Logging><Read>false</Read></Logging>", ServiceProperties.NONE)))
                .isEqualTo(ErrorCode.MissingRequiredXmlNode);
        assertThat(code(() -> properties("<DefaultServiceVersion>new</DefaultServiceVersion>", ServiceProperties.NONE)))
                .isEqualTo(ErrorCode.InvalidXmlNodeValue);
    }

    private static String rule(String origins, String methods, String age) {
        return "<CorsRule><AllowedOrigins>" + origins + "</AllowedOrigins><AllowedMethods>" + methods
                + "</AllowedMethods><MaxAgeInSeconds>" + age + "</MaxAgeInSeconds></CorsRule>";
    }

    private static ServiceProperties properties(String inside, ServiceProperties current) {
        return ServicePropertiesXml.read(
                bytes("<StorageServiceProperties>" + inside + "</StorageServiceProperties>"), current);
    }

    private static ErrorCode code(ThrowingCallable read) {
        return catchThrowableOfType(StorageException.class, read).code();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
