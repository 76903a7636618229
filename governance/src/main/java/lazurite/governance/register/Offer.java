package lazurite.governance.register;

import lazurite.governance.event.ExportEvent;

/**
 * An offer to take data away.
 *
 * @param index of its entry
 * @param served whether it is written down what was read under it
 */
public record Offer(long index, ExportEvent.Offered offer, boolean served) {}
