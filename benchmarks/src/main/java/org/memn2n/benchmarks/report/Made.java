package org.memn2n.benchmarks.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where a measurement comes from.
 *
 * @param commit the version that was measured
 * @param provisional whether there were changes beyond that commit, so that nobody can repeat it
 * @param machine the processor, its cores, the system
 * @param java the virtual machine
 * @param date when, in UTC
 */
public record Made(String commit, boolean provisional, String machine, String java, String date) {
    /** The launcher says which commit it built. */
    private static final String COMMIT = "memn2n.commit";

    private static final String DIRTY = "memn2n.dirty";

    private static final String UNKNOWN = "unknown";

    /** Of this process. */
    public static Made here() {
        String commit = System.getProperty(COMMIT, UNKNOWN);
        return new Made(
                commit,
                commit.equals(UNKNOWN) || !System.getProperty(DIRTY, "true").equals("false"),
                Machine.describe(),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
