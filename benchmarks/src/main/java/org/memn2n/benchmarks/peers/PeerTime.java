package org.memn2n.benchmarks.peers;

/**
 * One measurement as a peer printed it.
 *
 * @param way which of the peer's ways of doing the work
 * @param peer the peer with its version
 * @param device on what
 * @param mode forward or train
 * @param median milliseconds a step
 * @param minimum of the fastest step
 * @param low the 10th percentile
 * @param high the 90th percentile
 * @param repetitions how many steps were timed
 * @param loss the loss before the first step, as the peer computed it
 */
public record PeerTime(
        Way way,
        String peer,
        String device,
        String mode,
        double median,
        double minimum,
        double low,
        double high,
        int repetitions,
        double loss) {

    /**
     * One of a peer's ways of doing the work.
     *
     * @param variant the implementation
     * @param memory how the C library was told to keep large blocks: {@code default} or {@code tuned}
     */
    public record Way(String variant, String memory) {
        @Override
        public String toString() {
            return variant + (memory.equals("default") ? "" : ", " + memory + " malloc");
        }
    }
}
