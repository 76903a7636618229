package lazurite.tests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazurite.tests.crash.Shim;

/** Everything that can be measured, in the order of the report. */
final class Works {
    private static final List<Contender> ALL = List.of(Contender.values());
    private static final int KIB = 1024;
    private static final int MIB = 1024 * 1024;
    private static final int SYNC_MILLIS = 2;

    private Works() {}

    /** @param scratch where the shim that slows syncs may be built; unused until such a work runs */
    static List<Work> all(Path scratch) {
        List<Work> works = new ArrayList<>();
        for (int connections : new int[] {1, 32}) {
            works.add(rate("put-4k-" + connections, "Put Blob of 4 KiB", RateWork.Kind.PUT, 4 * KIB, connections));
            works.add(rate("get-4k-" + connections, "Get Blob of 4 KiB", RateWork.Kind.GET, 4 * KIB, connections));
        }
        works.add(slowSyncs(scratch));
        works.add(rate("put-8m", "Put Blob of 8 MiB", RateWork.Kind.PUT, 8 * MIB, 4));
        works.add(rate("get-8m", "Get Blob of 8 MiB", RateWork.Kind.GET, 8 * MIB, 4));
        works.add(rate("block-8m", "Put Block of 8 MiB", RateWork.Kind.PUT_BLOCK, 8 * MIB, 4));
        works.add(rate("range-8m", "8 MiB ranges of a blob of 64 MiB", RateWork.Kind.GET_RANGE, 8 * MIB, 4));
        works.add(new ParallelBlocksWork());
        works.add(new ListingWork());
        works.add(new StartWork());
        works.add(new ManyUploadsWork());
        works.add(new SpaceWork());
        works.add(new GrowthWork());
        works.add(new LedgerWork());
        works.add(new EnforcementWork());
        return works;
    }

    private static Work rate(String name, String title, RateWork.Kind kind, int bytes, int connections) {
        String heading = title + " on " + (connections == 1 ? "1 connection" : connections + " connections");
        return new RateWork(name, heading, ALL, Map.of(), kind, bytes, connections);
    }

    private static Work slowSyncs(Path scratch) {
        return new Work() {
            @Override
            public String name() {
                return "put-4k-32-slow-sync";
            }

            @Override
            public String title() {
                return "Put Blob of 4 KiB on 32 connections, each sync " + SYNC_MILLIS + " ms slower";
            }

            @Override
            public String run(Settings settings, Path folder) {
                Map<String, String> slow = Shim.build(scratch).slowSyncs(folder, SYNC_MILLIS);
                List<Contender> synced = List.of(Contender.LAZURITE);
                return new RateWork(name(), title(), synced, slow, RateWork.Kind.PUT, 4 * KIB, 32)
                        .run(settings, folder);
            }
        };
    }
}
