package org.memn2n.train;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.data.Examples;
import org.memn2n.data.Noise;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.HostTensor;
import org.memn2n.train.TrainingListener.EpochReport;
import org.memn2n.train.TrainingListener.RestartReport;

/**
 * One training from one set of random parameters, from its start or from where it was stopped.
 *
 * <p>Every random choice is drawn from a stream named by seed, restart, phase, epoch and step. So the result
 * depends neither on other restarts nor on threads, nor on how often training was stopped and resumed.
 */
final class Restart {
    private static final int INITIAL_STREAM = 2;
    private static final int ORDER_STREAM = 3;
    private static final int NOISE_STREAM = 4;
    private static final long REPORT_NANOSECONDS = 100_000_000;

    private final String job;
    private final int number;
    private final Dataset data;
    private final TrainingOptions options;
    private final Schedule schedule;
    private final ParameterLayout layout;
    private final TrainingListener listener;
    private final StopSignal stop;
    private final RestartStore store;

    /** Restart {@code number}, from 1, of the training of {@code job}. */
    Restart(
            String job,
            int number,
            Dataset data,
            TrainingOptions options,
            RestartStore store,
            TrainingListener listener,
            StopSignal stop) {
        this.job = job;
        this.number = number;
        this.data = data;
        this.options = options;
        this.schedule = new Schedule(options);
        this.layout = new ParameterLayout(data.config());
        this.store = store;
        this.listener = listener;
        this.stop = stop;
    }

    /** What training ended with. */
    record Result(Map<String, HostTensor> parameters, RestartReport report) {}

    /**
     * Trains to the end.
     *
     * @throws DivergedException when a number is not finite
     * @throws TrainingStoppedException when asked to stop; the state is in the store then
     * @throws IOException when the store cannot be read or written
     */
    Result run(Backend backend) throws IOException {
        RestartStore.Saved saved = store.load().orElseGet(this::fresh);
        try (Ops ops = backend.newOps();
                Parameters parameters = Parameters.upload(layout, saved.parameters(), ops);
                Parameters gradients = Parameters.zeros(layout, ops);
                MemoryNetwork network = new MemoryNetwork(data.config(), ops);
                Tally tally = ops.newTally()) {
            Device device = new Device(ops, parameters, gradients, parameters.with(gradients), network, tally);
            RestartState state = saved.state();
            while (!state.done()) {
                state = epoch(device, state);
            }
            Result result = new Result(finiteParameters(device, state), report(device, state));
            store.save(state, result.parameters());
            listener.restartEnded(result.report());
            return result;
        }
    }

    private RestartStore.Saved fresh() {
        double deviation = data.config().options().initialDeviation();
        return new RestartStore.Saved(
                schedule.start(), Parameters.initial(layout, deviation, options.seed(), INITIAL_STREAM, number));
    }

    /** What lives on the device while this restart runs. */
    private record Device(
            Ops ops,
            Parameters parameters,
            Parameters gradients,
            List<Trained> trained,
            MemoryNetwork network,
            Tally tally) {}

    /** The rest of an epoch; gives the state at the start of the next. */
    private RestartState epoch(Device device, RestartState start) throws IOException {
        if (start.epoch() > schedule.epochs(start.phase())) {
            return schedule.phaseAfter(start);
        }
        int[] order = order(start);
        int size = options.batchSize();
        int steps = (order.length - 1) / size + 1;
        device.ops().reset(device.tally());
        Progress progress = new Progress(start);
        for (int step = start.step(); step < steps; step++) {
            int first = step * size;
            int[] examples = Arrays.copyOfRange(order, first, first + Math.min(size, order.length - first));
            step(device, start, step, examples);
            progress.steppedOn(device, examples.length);
            if (stop.asked()) {
                stopped(device, progress.state(device, step + 1));
            } else if (store.due()) {
                save(device, progress.state(device, step + 1));
            }
        }
        return end(device, progress, steps);
    }

    private void step(Device device, RestartState start, int step, int[] examples) {
        Ops ops = device.ops();
        long number = start.steps() + step - start.step() + 1;
        double rate = start.learningRate();
        double scale = options.lossReduction() == LossReduction.MEAN ? 1.0 / examples.length : 1;
        UpdateRule rule = new UpdateRule(rate, scale, options.clipping());
        MemoryNetwork network = device.network();
        try (Batch batch = ops.upload(data.training().batch(examples, noise(start, step)))) {
            ops.step(() -> {
                network.forward(device.parameters(), batch, start.phase().attention());
                ops.crossEntropy(batch, network.logits(), network.logitsGradient(), device.tally());
                network.backward(device.parameters(), device.gradients(), batch);
                ops.update(device.trained(), rule, number, device.tally());
            });
        }
    }

    private int[] order(RestartState state) {
        RandomGenerator random = RandomStreams.of(
                options.seed(), ORDER_STREAM, number, state.phase().streamKey(), state.epoch());
        int count = data.training().size();
        if (options.sampling() == Sampling.SHUFFLE) {
            return RandomStreams.permutation(count, random);
        }
        int[] order = new int[Math.max(1, count / options.batchSize()) * options.batchSize()];
        for (int i = 0; i < order.length; i++) {
            order[i] = random.nextInt(count);
        }
        return order;
    }

    private Noise noise(RestartState state, int step) {
        RandomGenerator random = RandomStreams.of(
                options.seed(), NOISE_STREAM, number, state.phase().streamKey(), state.epoch(), step);
        return new Noise(options.timeNoise(), options.noiseFraction(), options.exchangeWords(), random);
    }

    private RestartState end(Device device, Progress progress, int steps) throws IOException {
        RestartState state = progress.state(device, steps);
        progress.report(state);
        Score validation = score(device, state, data.validation(), state.phase().attention());
        listener.epochEnded(new EpochReport(
                job,
                number,
                state.phase(),
                state.epoch(),
                state.learningRate(),
                state.loss() / Math.max(1, state.examples()),
                (double) state.wrong() / Math.max(1, state.examples()),
                validation.meanLoss(),
                validation.error(),
                progress.examplesPerSecond()));
        RestartState next = schedule.after(state, validation.meanLoss());
        if (store.due() && !next.done()) {
            save(device, next);
        }
        return next;
    }

    private Score score(Device device, RestartState state, Examples examples, Attention attention) {
        Score score = Evaluation.score(
                device.network(),
                device.parameters(),
                attention,
                examples,
                options.batchSize(),
                Evaluation.LastBatch.SCORED,
                device.ops());
        if (!Double.isFinite(score.loss())) {
            throw diverged(state, state.steps(), "the loss of an evaluation");
        }
        return score;
    }

    /**
     * The parameters after the step that was made last. An update checks gradients, but a finite step may still
     * lead out of the range of floats.
     */
    private Map<String, HostTensor> finiteParameters(Device device, RestartState state) {
        Map<String, HostTensor> parameters = device.parameters().download(device.ops());
        parameters.forEach((name, tensor) -> {
            for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                    throw diverged(state, state.steps(), name);
                }
            }
        });
        return parameters;
    }

    private DivergedException diverged(RestartState state, long step, String tensor) {
        return new DivergedException(job, number, step, tensor, state.learningRate());
    }

    private RestartReport report(Device device, RestartState state) {
        Score training = score(device, state, data.training(), Attention.SOFTMAX);
        Score validation = score(device, state, data.validation(), Attention.SOFTMAX);
        return new RestartReport(
                job,
                number,
                state.steps(),
                training.error(),
                training.meanLoss(),
                validation.error(),
                validation.meanLoss());
    }

    private void save(Device device, RestartState state) throws IOException {
        store.save(state, finiteParameters(device, state));
    }

    private void stopped(Device device, RestartState state) throws IOException {
        save(device, state);
        throw new TrainingStoppedException(job + ", restart " + number + ": stopped after step " + state.steps());
    }

    /** The sums of an epoch, of which a part may come from before a stop, and the pace of this process. */
    private final class Progress {
        private final RestartState start;
        private final long began = System.nanoTime();
        private long reported = began;
        private int unreported;
        private long examples;

        Progress(RestartState start) {
            this.start = start;
        }

        void steppedOn(Device device, int count) {
            examples += count;
            unreported += count;
            if (System.nanoTime() - reported >= REPORT_NANOSECONDS) {
                report(state(device, 0));
            }
        }

        private void report(RestartState sums) {
            listener.progressed(job, number, unreported, sums.loss() / Math.max(1, sums.examples()));
            reported = System.nanoTime();
            unreported = 0;
        }

        /** The state before step {@code step} of this epoch. */
        RestartState state(Device device, int step) {
            Tally.Values values = read(device);
            return start.at(
                    step,
                    start.steps() + step - start.step(),
                    start.loss() + values.loss(),
                    start.wrong() + values.wrong(),
                    start.examples() + values.examples());
        }

        double examplesPerSecond() {
            return examples / Math.max(1e-9, (System.nanoTime() - began) / 1e9);
        }

        private Tally.Values read(Device device) {
            Tally.Values values = device.ops().read(device.tally());
            Tally.Fault fault = values.fault();
            if (fault.present()) {
                String tensor = fault.tensor() == Tally.Fault.LOSS
                        ? "the loss"
                        : "the gradient of "
                                + layout.specs().get(fault.tensor()).name();
                throw diverged(start, fault.step(), tensor);
            }
            return values;
        }
    }
}
