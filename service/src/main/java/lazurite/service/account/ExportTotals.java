package lazurite.service.account;

/**
 * Where it is kept what was served under export grants, so that a restart does not begin at 0.
 *
 * <p>Methods throw {@link lazurite.base.StorageException} as the store does.
 */
public interface ExportTotals {
    /** Keeps nothing: counts are of this process. */
    ExportTotals NONE = new ExportTotals() {
        @Override
        public Exported read(long offer) {
            return new Exported(0, 0);
        }

        @Override
        public void write(long offer, Exported most) {
            // kept by nobody
        }
    };

    /** What was kept last of the offer at that index; zeros if nothing was. */
    Exported read(long offer);

    /** Keeps it; durable when this returns. */
    void write(long offer, Exported most);
}
