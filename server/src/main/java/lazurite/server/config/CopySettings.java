package lazurite.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lazurite.service.outside.AddressBlock;
import lazurite.service.outside.AddressRule;

/**
 * What of other servers may be copied, and how.
 *
 * @param sources which addresses may be read: {@code public}, blocks in CIDR notation; empty for none
 * @param parallel sources read at once for requests, and as many for pending copies
 * @param silence how long a source may send nothing
 * @param bytesPerSecondMin what a source has to send on average
 * @param bytesMax longest source that is copied
 */
public record CopySettings(
        List<String> sources, int parallel, Duration silence, long bytesPerSecondMin, long bytesMax) {
    private static final String PUBLIC = "public";
    private static final String NONE = "none";
    private static final long TIB = 1L << 40;

    public CopySettings {
        sources = List.copyOf(sources);
    }

    static CopySettings read(Section section) {
        CopySettings settings = new CopySettings(
                sources(section),
                section.integer("parallel", 16, 1, 1_000),
                section.duration("silence", Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofHours(1)),
                section.bytes("pace", 64 << 10, 1, 1 << 30),
                section.bytes("size", TIB, 1, 100 * TIB));
        section.done();
        return settings;
    }

    private static List<String> sources(Section section) {
        List<Setting> given = section.texts("sources");
        if (given.isEmpty()) {
            return section.has("sources") ? List.of() : List.of(PUBLIC);
        }
        List<String> sources = new ArrayList<>();
        for (Setting source : given) {
            boolean none = source.text().equals(NONE) && given.size() == 1;
            if (!none && !source.text().equals(PUBLIC) && AddressBlock.parse(source.text()) == null) {
                throw source.wrong("public, none, or addresses like '10.1.0.0/16'");
            }
            if (!none) {
                sources.add(source.text());
            }
        }
        return sources;
    }

    public CopySettings withSources(List<String> chosen) {
        return new CopySettings(chosen, parallel, silence, bytesPerSecondMin, bytesMax);
    }

    public CopySettings withSilence(Duration chosen) {
        return new CopySettings(sources, parallel, chosen, bytesPerSecondMin, bytesMax);
    }

    /** Which addresses may be read. */
    public AddressRule rule() {
        List<AddressBlock> blocks = new ArrayList<>();
        for (String source : sources) {
            AddressBlock block = AddressBlock.parse(source);
            if (block != null) {
                blocks.add(block);
            }
        }
        return new AddressRule(sources.contains(PUBLIC), blocks);
    }
}
