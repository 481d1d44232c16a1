package org.memn2n.benchmarks.work;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.tensor.HostTensor;

/** A network on a device, ready to do steps: parameters, gradients and the batch are there from the start. */
final class NetworkRun implements Work.Run {
    /** SPEC.md: summed loss, one L2 norm over all gradients, at most 40. */
    private static final UpdateRule RULE = new UpdateRule(1e-3, 1, new Clip(Clip.Kind.GLOBAL, 40));

    private final NetworkWork work;
    private final Ops ops;
    private final Parameters parameters;
    private final Parameters gradients;
    private final List<Trained> trained;
    private final MemoryNetwork network;
    private final Tally tally;
    private final Batch resident;
    private long steps;

    /** Uploads everything. */
    NetworkRun(NetworkWork work, Backend backend) {
        this.work = work;
        ParameterLayout layout = new ParameterLayout(work.config());
        ops = backend.newOps();
        parameters = Parameters.upload(layout, work.weights(), ops);
        gradients = Parameters.zeros(layout, ops);
        trained = parameters.with(gradients);
        network = new MemoryNetwork(work.config(), ops);
        tally = ops.newTally();
        resident = ops.upload(work.batches().get());
    }

    @Override
    public void step(Mode mode) {
        switch (mode) {
            case FORWARD -> ops.step(() -> forward(resident));
            case TRAIN -> train(resident);
            case TRAIN_WITH_BATCH -> {
                try (Batch fresh = ops.upload(work.batches().get())) {
                    train(fresh);
                }
            }
        }
    }

    private void forward(Batch batch) {
        network.forward(parameters, batch, Attention.SOFTMAX);
    }

    private void train(Batch batch) {
        long number = ++steps;
        ops.step(() -> {
            gradients(batch);
            ops.update(trained, RULE, number, tally);
        });
    }

    private void gradients(Batch batch) {
        forward(batch);
        ops.crossEntropy(batch, network.logits(), network.logitsGradient(), tally);
        network.backward(parameters, gradients, batch);
    }

    @Override
    public void finish() {
        Tally.Values values = ops.read(tally);
        if (values.fault().present()) {
            throw new IllegalStateException("step " + values.fault().step() + " met a number that is not finite");
        }
    }

    /**
     * Does forward passes, of which a backend may record the first and replay the others, then a backward pass without an
     * update, and reads back all that they leave: logits, attention, loss and gradients, those of null rows zero as in
     * the update. Once, before any training step.
     */
    Results results() {
        for (int repetition = 0; repetition < Verification.STEPS; repetition++) {
            step(Mode.FORWARD);
        }
        Map<String, float[]> tensors = new LinkedHashMap<>();
        tensors.put("logits", ops.download(network.logits()).values());
        for (int k = 0; k < work.shape().hops(); k++) {
            tensors.put(
                    "attention of hop " + (k + 1),
                    ops.download(network.weights(k)).values());
        }
        gradients(resident);
        Map<String, HostTensor> downloaded = gradients.download(ops);
        for (ParameterLayout.Spec spec : new ParameterLayout(work.config()).specs()) {
            float[] values = Objects.requireNonNull(downloaded.get(spec.name())).values();
            if (spec.nullRow()) {
                Arrays.fill(values, 0, spec.shape().extent(1), 0);
            }
            tensors.put("gradient of " + spec.name(), values);
        }
        return new Results(ops.read(tally).loss(), tensors);
    }

    /** The parameters after the steps so far. */
    Map<String, HostTensor> parameters() {
        return parameters.download(ops);
    }

    @Override
    public void close() {
        resident.close();
        tally.close();
        network.close();
        gradients.close();
        parameters.close();
        ops.close();
    }
}
