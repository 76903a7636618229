package lazurite.service.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.1.1.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2001::1",
                "3fff::1"
            })
    void whatIsNotOfThePublicInternetIsRefused(String address) throws UnknownHostException {
        assertThat(AddressRule.PUBLIC.test(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.0.0.1",
                "172.15.0.1",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "2001:200::1"
            })
    void thePublicInternetIsRead(String address) throws UnknownHostException {
        assertThat(AddressRule.PUBLIC.test(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void aListedBlockIsReadToItsLastAddressAndNotBeyond() throws UnknownHostException {
        AddressRule rule =
                new AddressRule(false, List.of(AddressBlock.of("10.0.0.0/15"), AddressBlock.of("fd00:1::/32")));
        assertThat(rule.test(InetAddress.getByName("10.1.255.255"))).isTrue();
        assertThat(rule.test(InetAddress.getByName("10.0.0.1"))).isTrue();
        assertThat(rule.test(InetAddress.getByName("10.2.0.0"))).isFalse();
        assertThat(rule.test(InetAddress.getByName("fd00:1::5"))).isTrue();
        assertThat(rule.test(InetAddress.getByName("fd00:2::5"))).isFalse();
        assertThat(rule.test(InetAddress.getByName("1.1.1.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "public",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0/8",
                "::/129",
                "10.0.0.0/-1",
                "300.1.1.1",
                "1.2.3.4/",
                "fe80::1%eth0",
                "a::b::c"
            })
    void whatIsNoBlockIsNotTakenForOne(String text) {
        assertThat(AddressBlock.parse(text)).isNull();
    }
}
