package lazurite.base;

/** What is done with a thread in more than one room. */
public final class Threads {
    private Threads() {}

    /** Waits for the thread's end, without being interruptible. */
    public static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
