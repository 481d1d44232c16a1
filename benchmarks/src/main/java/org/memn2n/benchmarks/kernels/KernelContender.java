package org.memn2n.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.benchmarks.timing.Timed;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;

/** An operation on a device with several sets of inputs that take turns. */
final class KernelContender implements Timed, AutoCloseable {
    /** Larger than the caches of any device: the largest has 50 to 100 MB. */
    static final double BEYOND_CACHES = 256e6;

    private static final int MOST_SETS = 128;

    private final Ops ops;
    private final Batch batch;
    private final Tally waiting;
    private final List<Inputs> inputs = new ArrayList<>();
    private final List<Runnable> works = new ArrayList<>();
    private int next;

    /**
     * Makes the inputs.
     *
     * @param memory as many sets of inputs are made as move so many bytes together; at least one
     */
    KernelContender(KernelCase measured, KernelCase.Maker maker, Backend backend, double memory) {
        ops = backend.newOps();
        try {
            batch = ops.upload(Inputs.stories(measured.sizes()));
            waiting = ops.newTally();
            int sets = (int) Math.max(1, Math.min(MOST_SETS, Math.ceil(memory / measured.bytes())));
            for (int set = 0; set < sets; set++) {
                Inputs own = new Inputs(ops, measured.sizes(), batch);
                inputs.add(own);
                works.add(maker.make(own));
            }
        } catch (RuntimeException e) {
            inputs.forEach(Inputs::close);
            ops.close();
            throw e;
        }
    }

    /** The results of one run on new inputs, for a comparison. */
    static List<float[]> results(KernelCase measured, KernelCase.Maker maker, Backend backend) {
        try (Ops ops = backend.newOps();
                Batch batch = ops.upload(Inputs.stories(measured.sizes()));
                Inputs inputs = new Inputs(ops, measured.sizes(), batch)) {
            maker.make(inputs).run();
            return inputs.results();
        }
    }

    int inputSets() {
        return inputs.size();
    }

    @Override
    public void run(int steps) {
        for (int step = 0; step < steps; step++) {
            works.get(next).run();
            next = (next + 1) % works.size();
        }
        ops.read(waiting);
    }

    @Override
    public void close() {
        inputs.forEach(Inputs::close);
        waiting.close();
        batch.close();
        ops.close();
    }
}
