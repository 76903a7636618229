package lazurite.tests.bench;

import java.nio.file.Path;

/** One thing that is measured, and its section of the report. */
interface Work {
    /** What `--only` takes. */
    String name();

    /** Heading and one sentence on what is done. */
    String title();

    /**
     * Runs it in an empty folder.
     *
     * @return the section's table and notes, as Markdown
     */
    String run(Settings settings, Path folder);
}
