package lazurite.tests.crash;

/**
 * What one container must look like, from the operations its only writer had acknowledged.
 *
 * @param word its metadata
 * @param lease id of its infinite lease; empty without one
 */
record ContainerModel(boolean exists, String word, String lease) {
    static final ContainerModel ABSENT = new ContainerModel(false, "", "");

    static ContainerModel created(String word) {
        return new ContainerModel(true, word, "");
    }

    ContainerModel withWord(String newWord) {
        return new ContainerModel(exists, newWord, lease);
    }

    ContainerModel withLease(String newLease) {
        return new ContainerModel(exists, word, newLease);
    }
}
