package lazurite.governance.register;

import lazurite.governance.event.TermsEvent;

/**
 * A version of the terms.
 *
 * @param index of its entry
 */
public record TermsInLog(long index, TermsEvent.Version version) {}
