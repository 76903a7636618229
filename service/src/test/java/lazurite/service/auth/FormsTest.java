package lazurite.service.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small forms inside credentials: times, versions, addresses, header order. */
class FormsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-21, 2026-11-21T00:00:00Z",
        "2026-11-21T10:11Z, 2026-11-21T10:11:00Z",
        "2026-11-21T10:11:12Z, 2026-11-21T10:11:12Z",
        "2026-11-21T10:11:12.5Z, 2026-11-21T10:11:12.500Z",
        "2026-11-21T10:11:12.1234567Z, 2026-11-21T10:11:12.123456700Z",
        "2024-02-29, 2024-02-29T00:00:00Z",
    })
    void readsTimes(String text, Instant expected) {
        assertThat(SasTime.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-11-2",
                "2026-13-01",
                "2025-02-29",
                "2026/11/21",
                "2026-11-21T10:11",
                "2026-11-21T10Z",
                "2026-11-21 10:11Z",
                "2026-11-21T24:11Z",
                "2026-11-21T10:11:1Z",
                "2026-11-21T10:11:12.Z",
                "2026-11-21T10:11:12.12345678Z",
                "2026-11-21T10:11:12+00:00",
                "2026-11-21T10:11:-2Z",
                "+026-11-21",
            })
    void refusesWhatIsNoTime(String text) {
        assertThat(SasTime.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-06, true",
        "2009-04-14, true",
        "2009-04-13, false",
        "9999-12-31, true",
        "2026-13-06, false",
        "2026-10-00, false",
        "2026-1-006, false",
        "20261006, false",
        "2026-10-06Z, false",
        "٢٠٢٦-10-06, false",
    })
    void readsVersions(String text, boolean wellFormed) {
        assertThat(VersionDate.isWellFormed(text)).isEqualTo(wellFormed);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.1-10.0.1.0, 10.0.0.255, true",
        "10.0.0.1-10.0.1.0, 10.0.1.1, false",
        "200.0.0.1-201.0.0.0, 200.1.1.1, true",
        "10.0.0.9-10.0.0.1, 10.0.0.5, false",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1, true",
        "2001:db8::1, 2001:db8::2, false",
        "10.0.0.1, 2001:db8::1, false",
    })
    void comparesAddresses(String range, String remote, boolean inside) {
        IpRange parsed = Objects.requireNonNull(IpRange.parse(range));
        assertThat(parsed.contains(InetAddress.ofLiteral(remote))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "10.0.0",
                "10.0.0.1-",
                "-10.0.0.1",
                "10.0.0.256",
                "1.2.3.4.5",
                "a.b.c.d",
                "example.org",
                "10.0.0.1-10.0.0.2-10.0.0.3",
                "2001:db8::1-2001:db8::2",
                "10.0.0.1-2001:db8::2",
                "0x0a.0.0.1",
                "1.1.1.0001",
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(IpRange.parse(text)).isNull();
    }

    @Test
    void culturePutsHyphensLastAndUnderscoresFirst() {
        List<String> names = new ArrayList<>(List.of(
                "x-ms-date",
                "x-ms-meta-ab",
                "x-ms-meta-a-b",
                "x-ms-meta-a-z",
                "x-ms-meta-ac",
                "x-ms-meta-a_b",
                "x-ms-meta-a1",
                "x-ms-meta-a",
                "x-ms-version",
                "x-ms-client-request-id"));
        Collections.shuffle(names, new Random(7));
        names.sort(HeaderOrder.CULTURE);

        assertThat(names)
                .containsExactly(
                        "x-ms-client-request-id",
                        "x-ms-date",
                        "x-ms-meta-a",
                        "x-ms-meta-a_b",
                        "x-ms-meta-a1",
                        "x-ms-meta-ab",
                        "x-ms-meta-a-b",
                        "x-ms-meta-ac",
                        "x-ms-meta-a-z",
                        "x-ms-version");
    }

    @Test
    void cultureIsATotalOrder() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(5); length > 0; length--) {
                name.append("ab-_1'".charAt(random.nextInt(6)));
            }
            names.add(name.toString());
        }
        for (String a : names) {
            for (String b : names) {
                int ab = Integer.signum(HeaderOrder.CULTURE.compare(a, b));
                assertThat(ab)
                        .as("seed %d: %s, %s", seed, a, b)
                        .isEqualTo(-Integer.signum(HeaderOrder.CULTURE.compare(b, a)));
                assertThat(ab == 0).isEqualTo(a.equals(b));
                for (String c : names) {
                    if (ab < 0 && HeaderOrder.CULTURE.compare(b, c) < 0) {
                        assertThat(HeaderOrder.CULTURE.compare(a, c))
                                .as("seed %d: %s, %s, %s", seed, a, b, c)
                                .isNegative();
                    }
                }
            }
        }
    }
}
