package org.memn2n.benchmarks.peers;

import org.memn2n.benchmarks.work.Mode;
import org.memn2n.benchmarks.work.NetworkWork;
import org.memn2n.benchmarks.work.WorkShape;
import org.memn2n.tensor.StoryBatch;

/**
 * The least time that a step can take on a processor whose ceilings are known, were its parts done one after the other:
 *
 * <ul>
 *   <li>look-ups: the table rows of all words, at the rate of a plain sum of rows; training reads them once more, to add
 *   <li>hops: each memory read for the scores and for the sum, from the second cache, where a story's memories fit;
 *       training reads them again and writes their gradients
 *   <li>matrix products of the answers and of H at the peak of multiply-adds; training has three times as many
 *   <li>exponentials of the attention
 *   <li>update: each parameter and gradient read and written, and the gradient read for its norm, from memory
 * </ul>
 */
public final class FloorTime {
    private static final double BYTES = 4;

    private FloorTime() {}

    /** Milliseconds a step. */
    public static double milliseconds(NetworkWork work, Mode mode, Ceilings ceilings) {
        WorkShape shape = work.shape();
        boolean language = shape.kind() == WorkShape.Kind.LANGUAGE;
        StoryBatch batch = work.batches().get();
        double d = shape.dimension();
        double stories = shape.stories();
        int memories = language ? 2 : shape.hops() + 1;
        double rows = (double) batch.memories().words().length * memories
                + batch.queries().words().length;
        double lookups = BYTES * d * rows / ceilings.best("bag-sum");
        double hops = 2 * BYTES * d * batch.slots() * shape.hops() / ceilings.best("read sum 512KiB (L2)");
        double map = language ? 2 * stories * d * d * shape.hops() : 0;
        double products = (2 * stories * shape.words() * d + map) / ceilings.best("fma peak");
        double exponentials = (double) batch.slots() * shape.hops() / ceilings.best("expf");
        if (mode == Mode.FORWARD) {
            return 1e3 * (lookups + hops + products + exponentials);
        }
        double parameters = work.weights().values().stream()
                .mapToDouble(tensor -> tensor.shape().size())
                .sum();
        double update = 5 * BYTES * parameters / ceilings.best("triad");
        return 1e3 * (2 * lookups + 3 * hops + 3 * products + exponentials + update);
    }
}
