package lazurite.service.account;

import java.util.List;

/**
 * Which inventories of an account are made: Azure's "blob inventory policy", of which rules that are switched off are
 * left out.
 *
 * @param file where it was read from; empty if there is none
 */
public record InventoryPolicy(String file, List<Rule> rules) {
    public static final InventoryPolicy NONE = new InventoryPolicy("", List.of());

    public InventoryPolicy {
        rules = List.copyOf(rules);
    }

    /**
     * One inventory.
     *
     * @param name of letters, digits and hyphens; unlike that of any other rule
     * @param destination the container that it is written to
     * @param ofContainers whether it lists containers, not blobs
     * @param weekly made each Sunday, not each day
     * @param fields its columns, as the policy spells them
     */
    public record Rule(
            String name,
            String destination,
            boolean ofContainers,
            boolean weekly,
            List<String> fields,
            Filters filters) {
        public Rule {
            fields = List.copyOf(fields);
        }
    }

    /**
     * What it lists.
     *
     * @param blobTypes {@code blockBlob}, {@code appendBlob}, {@code pageBlob}; empty of containers
     * @param prefixMatch beginnings of {@code container/blob}, of which one must fit; empty for all
     * @param excludePrefix beginnings of which none may fit
     * @param createdDays only blobs made in so many days before; 0 for all
     * @param snapshots whether snapshots are listed
     * @param versions whether previous versions are listed
     * @param deleted whether what is deleted and can be had back is listed
     */
    public record Filters(
            List<String> blobTypes,
            List<String> prefixMatch,
            List<String> excludePrefix,
            int createdDays,
            boolean snapshots,
            boolean versions,
            boolean deleted) {
        public Filters {
            blobTypes = List.copyOf(blobTypes);
            prefixMatch = List.copyOf(prefixMatch);
            excludePrefix = List.copyOf(excludePrefix);
        }
    }
}
