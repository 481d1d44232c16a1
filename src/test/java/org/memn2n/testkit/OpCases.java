package org.memn2n.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Clip;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Storage;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.RandomInputs.Sizes;

/**
 * Every operation of {@link Ops} on inputs made from a seed, giving back all it wrote: the battery that
 * each backend runs against the reference. The name of a case is that of the method.
 */
public final class OpCases {
    private final Ops ops;
    private final RandomInputs inputs;
    private final Sizes sizes;
    private final long seed;
    private final Batch batch;
    private final List<double[]> results = new ArrayList<>();

    private OpCases(Ops ops, Sizes sizes, long seed) {
        this.ops = ops;
        this.inputs = new RandomInputs(seed);
        this.sizes = sizes;
        this.seed = seed;
        this.batch = ops.upload(inputs.batch(sizes, sizes.words()));
    }

    /** One operation on one kind of input. */
    private interface Case {
        void run(OpCases inputs);
    }

    private static final ScalarBackend REFERENCE = new ScalarBackend(Precision.DOUBLE);
    private static final Map<String, Case> CASES = new LinkedHashMap<>();

    static {
        CASES.put("resize", OpCases::resize);
        CASES.put("fill", OpCases::fill);
        CASES.put("copy", OpCases::copy);
        CASES.put("copyRows", OpCases::copyRows);
        CASES.put("embed", OpCases::embed);
        CASES.put("embedGradient", OpCases::embedGradient);
        CASES.put(
                "innerProducts",
                c -> c.slotOperation(false, (state, vectors, slots) -> {
                    c.ops.innerProducts(c.batch, state, vectors, slots);
                    return List.of(slots);
                }));
        CASES.put(
                "innerProductsGradient",
                c -> c.slotOperation(false, (state, vectors, slots) -> {
                    Tensor stateGradient = c.tensor(c.sizes.stories(), c.sizes.dimension());
                    Tensor vectorGradient = c.tensor(c.slots(), c.sizes.dimension());
                    c.ops.innerProductsGradient(c.batch, state, vectors, slots, stateGradient, vectorGradient);
                    return List.of(stateGradient, vectorGradient);
                }));
        CASES.put("softmax", OpCases::softmax);
        CASES.put("softmaxGradient", OpCases::softmaxGradient);
        CASES.put(
                "weightedSum",
                c -> c.slotOperation(true, (state, vectors, slots) -> {
                    c.ops.weightedSum(c.batch, slots, vectors, state);
                    return List.of(state);
                }));
        CASES.put(
                "weightedSumGradient",
                c -> c.slotOperation(true, (state, vectors, slots) -> {
                    Tensor weightsGradient = c.tensor(c.slots());
                    Tensor outputGradient = c.tensor(c.slots(), c.sizes.dimension());
                    c.ops.weightedSumGradient(c.batch, slots, vectors, state, weightsGradient, outputGradient);
                    return List.of(weightsGradient, outputGradient);
                }));
        CASES.put("linear", OpCases::linear);
        CASES.put("linearGradient", OpCases::linearGradient);
        CASES.put("relu", OpCases::relu);
        CASES.put("reluGradient", OpCases::reluGradient);
        CASES.put("hop", c -> c.hops().forward().forEach(c::keep));
        CASES.put("hopGradient", c -> c.hops().gradients().forEach(c::keep));
        CASES.put("story", c -> c.stories().forward().forEach(c::keep));
        CASES.put("storyGradient", c -> c.stories().gradients().forEach(c::keep));
        CASES.put("answer", OpCases::answer);
        CASES.put("answerGradient", OpCases::answerGradient);
        CASES.put("crossEntropy", OpCases::crossEntropy);
        CASES.put("distribution", OpCases::distribution);
        CASES.put("update", OpCases::update);
        CASES.put("attend", c -> c.memories().forEach(memory -> c.results.addAll(memory.attend(c.ops, c.seed))));
        CASES.put("topSlots", OpCases::topSlots);
    }

    /** The names of all cases. */
    public static List<String> names() {
        return List.copyOf(CASES.keySet());
    }

    /** What the operation wrote, tensor by tensor. */
    public static List<double[]> run(String name, Ops ops, Sizes sizes, long seed) {
        OpCases cases = new OpCases(ops, sizes, seed);
        Case operation = CASES.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("no case " + name);
        }
        operation.run(cases);
        cases.batch.close();
        return cases.results;
    }

    /**
     * Runs an operation in sizes of every kind, and fails unless it is as the reference in double precision.
     *
     * @param maker of what is compared
     */
    public static void compare(String operation, Supplier<Ops> maker, Sizes... sizes) {
        double tolerance = operation.endsWith("Gradient") ? Close.SINGLE_GRADIENT : Close.SINGLE_FORWARD;
        for (int i = 0; i < sizes.length; i++) {
            List<double[]> expected = runAndClose(operation, REFERENCE.newOps(), sizes[i], i);
            List<double[]> actual = runAndClose(operation, maker.get(), sizes[i], i);
            assertThat(actual).as(operation).hasSameSizeAs(expected);
            for (int r = 0; r < expected.size(); r++) {
                String what = operation + " " + sizes[i] + " seed " + i + " result " + r;
                Close.assertClose(what, actual.get(r), expected.get(r), tolerance);
            }
            if (i > 3) {
                assertThat(expected.stream()
                                .flatMapToDouble(Arrays::stream)
                                .map(Math::abs)
                                .max()
                                .orElse(0))
                        .as(operation + " is not trivially zero")
                        .isGreaterThan(0.05);
            }
        }
    }

    private static List<double[]> runAndClose(String operation, Ops ops, Sizes sizes, long seed) {
        try (ops) {
            return run(operation, ops, sizes, seed);
        }
    }

    private Tensor tensor(int... extents) {
        return ops.upload(inputs.tensor(extents));
    }

    private int slots() {
        return batch.memories().count();
    }

    private HopCases hops() {
        return new HopCases(ops, inputs, sizes, batch);
    }

    private StoryCases stories() {
        return new StoryCases(ops, inputs, sizes, batch);
    }

    private void keep(Tensor tensor) {
        results.add(Close.doubles(ops.download(tensor).values()));
    }

    private interface SlotOperation {
        List<Tensor> run(Tensor state, Tensor vectors, Tensor slots);
    }

    private void slotOperation(boolean weights, SlotOperation operation) {
        Tensor slots = tensor(slots());
        if (weights) {
            ops.softmax(batch, slots, 0);
        }
        operation
                .run(tensor(sizes.stories(), sizes.dimension()), tensor(slots(), sizes.dimension()), slots)
                .forEach(this::keep);
    }

    private void resize() {
        Tensor tensor = tensor(3, 2);
        for (int rows : new int[] {5, 2, 7, 0, 1}) {
            HostTensor values = inputs.tensor(rows, 3);
            ops.resize(tensor, values.shape());
            ops.upload(values, tensor);
            keep(tensor);
        }
    }

    private void fill() {
        Tensor tensor = tensor(sizes.stories(), sizes.dimension());
        ops.fill(tensor, 0.1f);
        keep(tensor);
    }

    private void copy() {
        Tensor source = tensor(sizes.stories(), sizes.dimension());
        Tensor target = tensor(sizes.stories(), sizes.dimension());
        ops.copy(source, target);
        keep(source);
        keep(target);
    }

    /** None, the first, the last, and some in the middle of tensors of different heights. */
    private void copyRows() {
        int rows = sizes.stories() + 3;
        for (int[] piece : new int[][] {{0, 0, 0}, {0, rows - 1, 1}, {rows - 2, 0, 2}, {1, 2, rows - 2}}) {
            Tensor source = tensor(rows, sizes.dimension());
            Tensor target = tensor(rows + 1, sizes.dimension());
            ops.copyRows(source, piece[0], target, piece[1], piece[2]);
            keep(source);
            keep(target);
        }
    }

    private void embed() {
        List<EmbeddingTable> tables = tables();
        for (PositionWeights weights : PositionWeights.values()) {
            for (int fixedLength : new int[] {0, 11}) {
                List<Tensor> vectors = vectors();
                ops.embed(batch.memories(), new SentenceEncoding(weights, fixedLength), tables, vectors);
                vectors.forEach(this::keep);
            }
        }
        Tensor questions = tensor(sizes.stories(), sizes.dimension());
        ops.embed(
                batch.queries(),
                new SentenceEncoding(PositionWeights.PAPER, 0),
                List.of(new EmbeddingTable(tables.get(0).words(), null)),
                List.of(questions));
        keep(questions);
    }

    private void embedGradient() {
        for (PositionWeights weights : PositionWeights.values()) {
            List<EmbeddingTable> gradients = tables();
            ops.embedGradient(batch.memories(), new SentenceEncoding(weights, 0), vectors(), gradients);
            for (EmbeddingTable gradient : gradients) {
                keep(gradient.words());
                Tensor times = gradient.times();
                if (times != null) {
                    keep(times);
                }
            }
        }
    }

    private List<EmbeddingTable> tables() {
        int d = sizes.dimension();
        return List.of(
                new EmbeddingTable(tensor(sizes.words(), d), tensor(sizes.times(), d)),
                new EmbeddingTable(tensor(sizes.words(), d), null),
                new EmbeddingTable(tensor(sizes.words(), d), tensor(sizes.times(), d)));
    }

    private List<Tensor> vectors() {
        return IntStream.range(0, 3)
                .mapToObj(i -> tensor(slots(), sizes.dimension()))
                .toList();
    }

    private void softmax() {
        for (int width : new int[] {0, 1, sizes.maxSlots() + 3}) {
            Tensor scores = ops.upload(inputs.scaled(10, slots()));
            ops.softmax(batch, scores, width);
            keep(scores);
        }
    }

    private void softmaxGradient() {
        Tensor weights = tensor(slots());
        ops.softmax(batch, weights, 0);
        Tensor gradient = tensor(slots());
        ops.softmaxGradient(batch, weights, gradient);
        keep(gradient);
    }

    private void linear() {
        int d = sizes.dimension();
        Tensor result = tensor(sizes.stories(), d);
        ops.linear(tensor(sizes.stories(), d), tensor(d, d), result);
        keep(result);
    }

    private void linearGradient() {
        int d = sizes.dimension();
        Tensor stateGradient = tensor(sizes.stories(), d);
        Tensor mapGradient = tensor(d, d);
        ops.linearGradient(
                tensor(sizes.stories(), d), tensor(d, d), tensor(sizes.stories(), d), stateGradient, mapGradient);
        keep(stateGradient);
        keep(mapGradient);
    }

    private void relu() {
        for (int first : new int[] {0, sizes.dimension() / 2, sizes.dimension()}) {
            Tensor state = tensor(sizes.stories(), sizes.dimension());
            ops.relu(state, first);
            keep(state);
        }
    }

    private void reluGradient() {
        for (int first : new int[] {0, sizes.dimension() / 2, sizes.dimension()}) {
            Tensor state = tensor(sizes.stories(), sizes.dimension());
            Tensor gradient = tensor(sizes.stories(), sizes.dimension());
            ops.relu(state, first);
            ops.reluGradient(state, first, gradient);
            keep(gradient);
        }
    }

    /** All words, or a choice of them in any order, a row twice. */
    private List<int[]> choices() {
        int[] some = new int[1 + sizes.words() / 2];
        for (int i = 1; i < some.length; i++) {
            some[i] = inputs.number(sizes.words());
        }
        return List.of(new int[0], some);
    }

    private void answer() {
        for (int[] choice : choices()) {
            try (AnswerRows rows = ops.uploadRows(choice)) {
                int classes = choice.length == 0 ? sizes.words() : choice.length;
                Tensor logits = tensor(sizes.stories(), classes);
                ops.answer(
                        tensor(sizes.stories(), sizes.dimension()),
                        tensor(sizes.words(), sizes.dimension()),
                        choice.length == 0 ? null : rows,
                        logits);
                keep(logits);
            }
        }
    }

    private void answerGradient() {
        for (int[] choice : choices()) {
            try (AnswerRows rows = ops.uploadRows(choice)) {
                int classes = choice.length == 0 ? sizes.words() : choice.length;
                Tensor stateGradient = tensor(sizes.stories(), sizes.dimension());
                Tensor wordsGradient = tensor(sizes.words(), sizes.dimension());
                ops.answerGradient(
                        tensor(sizes.stories(), sizes.dimension()),
                        tensor(sizes.words(), sizes.dimension()),
                        choice.length == 0 ? null : rows,
                        ops.upload(inputs.scaled(0.05, sizes.stories(), classes)),
                        stateGradient,
                        wordsGradient);
                keep(stateGradient);
                keep(wordsGradient);
            }
        }
    }

    private void crossEntropy() {
        try (Tally tally = ops.newTally()) {
            Tensor logits = ops.upload(inputs.scaled(3, sizes.stories(), sizes.words()));
            Tensor gradient = tensor(sizes.stories(), sizes.words());
            ops.crossEntropy(batch, logits, gradient, tally);
            ops.crossEntropy(batch, logits, null, tally);
            keep(gradient);
            Tally.Values values = ops.read(tally);
            results.add(new double[] {values.loss(), values.wrong(), values.examples()});
            ops.reset(tally);
            results.add(new double[] {ops.read(tally).loss(), ops.read(tally).examples()});
        }
    }

    private void distribution() {
        Tensor logits = ops.upload(inputs.scaled(30, sizes.stories(), sizes.words()));
        Tensor probabilities = tensor(sizes.stories(), sizes.words());
        ops.distribution(logits, probabilities);
        keep(probabilities);
        ops.distribution(logits, logits);
        keep(logits);
    }

    private void update() {
        for (Clip.Kind kind : Clip.Kind.values()) {
            for (double threshold : new double[] {0.3, 1e6}) {
                List<Trained> parameters = List.of(
                        new Trained(
                                tensor(sizes.words(), sizes.dimension()),
                                tensor(sizes.words(), sizes.dimension()),
                                true),
                        new Trained(tensor(3, 5), tensor(3, 5), false));
                try (Tally tally = ops.newTally()) {
                    ops.update(parameters, new UpdateRule(0.1, 0.5, new Clip(kind, threshold)), 1, tally);
                }
                parameters.forEach(parameter -> keep(parameter.value()));
                parameters.forEach(parameter -> keep(parameter.gradient()));
            }
        }
    }

    /** A memory of every storage, of one slot more than the longest story. */
    private List<AttendCase> memories() {
        return Stream.of(Storage.values())
                .map(storage -> new AttendCase(sizes.maxSlots() + 1, sizes.stories(), sizes.dimension(), storage))
                .toList();
    }

    private void topSlots() {
        for (AttendCase memory : memories()) {
            for (int count : new int[] {1, Math.min(2, memory.slots()), memory.slots()}) {
                results.addAll(memory.topSlots(ops, count, seed));
            }
        }
    }
}
