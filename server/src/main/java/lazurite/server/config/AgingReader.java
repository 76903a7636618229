package lazurite.server.config;

import java.time.Duration;
import lazurite.service.account.Aging;
import lazurite.service.account.LifecyclePolicy;

/** Reads how the blobs of an account change with time. */
final class AgingReader {
    private static final Duration REHYDRATION_MAX = Duration.ofDays(30);

    private AgingReader() {}

    /** @param section of the account's Blob service */
    static Aging read(Section section) {
        Section rehydration = section.section("rehydration");
        Duration standard =
                rehydration.duration("standard", Aging.NONE.rehydrationStandard(), Duration.ZERO, REHYDRATION_MAX);
        Duration high = rehydration.duration("high", Aging.NONE.rehydrationHigh(), Duration.ZERO, REHYDRATION_MAX);
        rehydration.done();
        boolean tracking = section.flag("lastAccessTimeTracking", false);
        boolean expiry = section.flag("expiry", false);
        Setting file = section.find("lifecycle");
        LifecyclePolicy policy = file == null ? null : LifecycleReader.read(file);
        if (expiry && section.flag("versioning", false)) {
            throw new ConfigException(section.place("expiry")
                    + ": must be false, since the account's blob.versioning is true; Azure has no account with both");
        }
        if (policy != null && policy.needsAccess() && !tracking) {
            throw new ConfigException(section.place("lastAccessTimeTracking") + ": must be true, since rules of "
                    + policy.file() + " go by when blobs were read");
        }
        return new Aging(standard, high, tracking, expiry, policy);
    }
}
