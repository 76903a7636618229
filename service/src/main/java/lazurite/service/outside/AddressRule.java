package lazurite.service.outside;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which addresses outside this server sources may be read from: those of the public Internet, if so, and those of the
 * blocks listed, whatever they are.
 *
 * <p>Public is what the IANA registries of special-purpose addresses (RFC 6890) leave, without multicast, and without
 * forms of IPv6 that carry an IPv4 address in them: so neither this machine, nor its network, nor the metadata services
 * of clouds.
 */
public record AddressRule(boolean publicToo, List<AddressBlock> blocks) implements Predicate<InetAddress> {
    /** The public Internet and nothing else. */
    public static final AddressRule PUBLIC = new AddressRule(true, List.of());

    private static final List<AddressBlock> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.31.196.0/24",
                    "192.52.193.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "192.175.48.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(AddressBlock::of)
            .toList();

    private static final AddressBlock GLOBAL_V6 = AddressBlock.of("2000::/3");

    public AddressRule {
        blocks = List.copyOf(blocks);
    }

    @Override
    public boolean test(InetAddress address) {
        return (publicToo && isPublic(address)) || blocks.stream().anyMatch(block -> block.holds(address));
    }

    private static boolean isPublic(InetAddress address) {
        boolean global = address.getAddress().length == 4 || GLOBAL_V6.holds(address);
        return global && SPECIAL.stream().noneMatch(block -> block.holds(address));
    }
}
