package lazurite.ledger.entry;

import java.util.HashMap;
import java.util.Map;
import lazurite.ledger.RefusedException;

/** Everything that an entry can be. The set is closed; the names are part of the format. */
public enum EntryType {
    LOG_GENESIS("log.genesis"),
    LOG_RESUMED("log.resumed"),
    COMMAND_REFUSED("command.refused"),
    KEY_ROTATED("key.rotated"),
    SOFTWARE_RELEASE("software.release"),
    OPERATOR_ROSTER("operator.roster"),
    TERMS_VERSION("terms.version"),
    SIGNAL_CODE("signal.code"),
    SUBSCRIPTION_OPENED("subscription.opened"),
    SUBSCRIPTION_PURPOSE_CHANGED("subscription.purpose-changed"),
    SUBSCRIPTION_CLOSED("subscription.closed"),
    METER_DAILY("meter.daily"),
    METER_CORRECTED("meter.corrected"),
    METER_DISPUTED("meter.disputed"),
    SIGNAL_RAISED("signal.raised"),
    SIGNAL_DISMISSED("signal.dismissed"),
    CASE_OPENED("case.opened"),
    CASE_EVIDENCE("case.evidence"),
    CASE_NOTICE("case.notice"),
    CASE_REPLY("case.reply"),
    CASE_DECISION("case.decision"),
    CASE_RENEWED("case.renewed"),
    CASE_EXPIRED("case.expired"),
    ENFORCEMENT_ORDERED("enforcement.ordered"),
    ENFORCEMENT_EFFECTIVE("enforcement.effective"),
    ENFORCEMENT_LIFTED("enforcement.lifted"),
    APPEAL_FILED("appeal.filed"),
    APPEAL_DECIDED("appeal.decided"),
    EXPORT_OFFERED("export.offered"),
    EXPORT_SERVED("export.served"),
    LOCKBOX_REQUESTED("lockbox.requested"),
    LOCKBOX_APPROVED("lockbox.approved"),
    LOCKBOX_DENIED("lockbox.denied"),
    LOCKBOX_USED("lockbox.used"),
    LOCKBOX_CLOSED("lockbox.closed"),
    KEY_RELEASED("key.released"),
    KEY_DESTROYED("key.destroyed"),
    PUBLICATION_PUBLISHED("publication.published"),
    PUBLICATION_UPDATED("publication.updated"),
    PUBLICATION_WITHDRAWN("publication.withdrawn"),
    PUBLICATION_RESTORED("publication.restored"),
    LEGAL_DEMAND("legal.demand"),
    LEGAL_SEALED("legal.sealed"),
    LEGAL_UNSEALED("legal.unsealed"),
    REPORT_PUBLISHED("report.published"),
    HEARTBEAT("heartbeat");

    private static final Map<String, EntryType> BY_WIRE = byWire();

    private final String wire;

    EntryType(String wire) {
        this.wire = wire;
    }

    /** Refuses a name that is none of these. */
    public static EntryType of(String wire) {
        EntryType type = BY_WIRE.get(wire);
        if (type == null) {
            throw new RefusedException("An entry has an unknown type.");
        }
        return type;
    }

    /** The name in entries. */
    public String wire() {
        return wire;
    }

    private static Map<String, EntryType> byWire() {
        Map<String, EntryType> types = new HashMap<>();
        for (EntryType type : values()) {
            types.put(type.wire, type);
        }
        return types;
    }
}
