package lazurite.store.collector;

/** Where a crash test may stop the collector: called between any two of its durable steps. */
interface Stops {
    Stops NONE = step -> {};

    void at(String step);
}
