package org.memn2n.testkit;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Inputs made from a seed, for one case of {@link OpsBattery}, and all that its operation wrote. */
class BatteryCase implements AutoCloseable {
    final Ops ops;
    final RandomInputs inputs;
    final Sizes sizes;
    final long seed;
    final Batch batch;
    private final List<double[]> results = new ArrayList<>();

    BatteryCase(Ops ops, Sizes sizes, long seed) {
        this.ops = ops;
        this.inputs = new RandomInputs(seed);
        this.sizes = sizes;
        this.seed = seed;
        this.batch = ops.upload(inputs.batch(sizes, sizes.words()));
    }

    final Tensor tensor(int... extents) {
        return ops.upload(inputs.tensor(extents));
    }

    final int slots() {
        return batch.memories().count();
    }

    final HopCases hops() {
        return new HopCases(ops, inputs, sizes, batch);
    }

    final StoryCases stories() {
        return new StoryCases(ops, inputs, sizes, batch);
    }

    final void keep(Tensor tensor) {
        keep(Close.doubles(ops.download(tensor).values()));
    }

    final void keep(double[] values) {
        results.add(values);
    }

    /** What was kept, in order. */
    final List<double[]> results() {
        return List.copyOf(results);
    }

    @Override
    public void close() {
        batch.close();
    }
}
