package lazurite.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.service.account.Immutability;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import org.jspecify.annotations.Nullable;

/** Reads what of an account may not be changed or deleted, in the words of Azure's management API. */
final class ImmutabilityReader {
    private static final String VERSION_LEVEL = "immutableStorageWithVersioning";
    private static final String POLICY = "immutabilityPolicy";
    private static final String DAYS = "immutabilityPeriodSinceCreationInDays";
    private static final String APPENDS = "allowProtectedAppendWrites";
    private static final String APPENDS_ALL = "allowProtectedAppendWritesAll";
    private static final int DAYS_MAX = 146_000;
    private static final int HOLDS_MAX = 10;
    private static final int CONTAINERS_MAX = 1_000;

    private ImmutabilityReader() {}

    private enum State {
        DISABLED,
        UNLOCKED,
        LOCKED
    }

    /** @param blob the account's Blob service */
    static Immutability read(Section blob) {
        Section section = blob.section(VERSION_LEVEL);
        boolean enabled = section.flag("enabled", false);
        Policy policy = policy(section.section(POLICY));
        section.done();
        if (policy != null && !enabled) {
            throw new ConfigException(section.place(POLICY) + ": has a meaning only with enabled: true");
        }
        Map<String, OfContainer> containers = new LinkedHashMap<>();
        for (Section container : blob.sections("immutableContainers")) {
            Setting name = container.required("name");
            if (containers.put(Names.container(name), container(container)) != null) {
                throw new ConfigException(name.place() + ": the container is named twice");
            }
        }
        if (containers.size() > CONTAINERS_MAX) {
            throw new ConfigException(
                    blob.place("immutableContainers") + ": at most " + CONTAINERS_MAX + " containers");
        }
        boolean versions = enabled || containers.values().stream().anyMatch(OfContainer::versionLevel);
        if (versions && !blob.flag("versioning", false)) {
            throw new ConfigException(blob.place("versioning") + ": must be true, since version-level immutability ("
                    + VERSION_LEVEL + ") needs versions");
        }
        return new Immutability(enabled, policy, containers);
    }

    private static OfContainer container(Section section) {
        Section versions = section.section(VERSION_LEVEL);
        boolean versionLevel = versions.flag("enabled", false);
        versions.done();
        Policy policy = policy(section.section(POLICY));
        Section hold = section.section("legalHold");
        List<String> tags = new ArrayList<>();
        for (Setting tag : hold.texts("tags")) {
            if (!tag.text().matches("[A-Za-z0-9]{3,23}")) {
                throw tag.wrong("3 to 23 letters and digits");
            }
            tags.add(tag.text());
        }
        if (tags.size() > HOLDS_MAX) {
            throw new ConfigException(hold.place("tags") + ": at most " + HOLDS_MAX + " tags");
        }
        boolean appends = hold.flag(APPENDS_ALL, false);
        hold.done();
        section.done();
        return new OfContainer(versionLevel, policy, tags, appends && !tags.isEmpty());
    }

    private static @Nullable Policy policy(Section section) {
        Setting days = section.find(DAYS);
        State state = section.choice("state", State.UNLOCKED);
        boolean appends = section.flag(APPENDS, false);
        boolean all = section.flag(APPENDS_ALL, false);
        boolean given = days != null || section.has("state") || appends || all;
        section.done();
        if (!given || state == State.DISABLED) {
            return null;
        }
        if (appends && all) {
            throw new ConfigException(
                    section.place(APPENDS) + ": cannot be true together with " + APPENDS_ALL + ", which allows more");
        }
        return new Policy(
                Values.integer(section.required(DAYS), 1, DAYS_MAX),
                state == State.LOCKED,
                all ? Appends.ALL : appends ? Appends.APPEND_BLOBS : Appends.NONE);
    }
}
