package org.memn2n.ops;

import static org.memn2n.ops.OperationCase.Fault.COLUMN_LESS;
import static org.memn2n.ops.OperationCase.Fault.RANK;
import static org.memn2n.ops.OperationCase.Fault.ROW_LESS;
import static org.memn2n.ops.OperationCase.Fault.ROW_MORE;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** A call of every operation that takes tensors, with extents that are all different. */
final class OperationCases {
    static final int B = 2;
    static final int S = 3;
    static final int D = 4;
    static final int V = 6;
    static final int N = 5;
    static final int C = 7;

    static final SentenceEncoding ENCODING = new SentenceEncoding(PositionWeights.PAPER, 0);

    /** The largest word is V-1, the largest time N-1: the tables have no row to spare. */
    static final StoryBatch STORIES = new StoryBatch(
            new WordLists(new int[] {V - 1, 1, 0, 2}, new int[] {0, 2, 3, 4}, new int[] {N - 1, -1, 0}),
            new int[] {0, 1, S},
            WordLists.timeless(new int[] {3, 1}, new int[] {0, 1, 2}),
            new int[] {1, -1});

    /** C classes; the largest row is V-1. */
    private static final int[] ROWS = {0, V - 1, 2, 2, 1, 3, 0};

    private final Batch batch;
    private final AnswerRows rows;
    private final Tally tally;
    private final KeyValueMemory memory;

    OperationCases(Ops ops, Tally tally) {
        this.batch = ops.upload(STORIES);
        this.rows = ops.uploadRows(ROWS);
        this.tally = tally;
        this.memory = ops.newKeyValueMemory(S, D, Storage.FLOAT32);
        ops.store(memory, 0, HostTensor.zeros(Shape.of(S, D)), HostTensor.zeros(Shape.of(S, D)));
    }

    static Tensor get(Map<String, Tensor> tensors, String argument) {
        return Objects.requireNonNull(tensors.get(argument), argument);
    }

    List<OperationCase> all() {
        return List.of(
                upload(),
                copy(),
                copyRows(),
                embed(),
                embedGradient(),
                innerProducts(),
                innerProductsGradient(),
                new OperationCase("softmax", (ops, t) -> ops.softmax(batch, get(t, "scores"), 0)).with("scores", S),
                new OperationCase(
                                "softmaxGradient",
                                (ops, t) -> ops.softmaxGradient(batch, get(t, "weights"), get(t, "gradient")))
                        .with("weights", S)
                        .with("gradient", S),
                weightedSum(),
                weightedSumGradient(),
                linear(),
                linearGradient(),
                new OperationCase("relu", (ops, t) -> ops.relu(get(t, "state"), 1))
                        .with("state", B, D)
                        .allows("state", ROW_MORE, ROW_LESS, COLUMN_LESS)
                        .sameWidth("state"),
                reluGradient(),
                hop(true),
                hop(false),
                hopGradient(true),
                hopGradient(false),
                answer(null).blames("words", "logits", ROW_MORE, ROW_LESS),
                answer(rows).allows("words", ROW_MORE),
                answerGradient(null).blames("words", "logitsGradient", ROW_MORE, ROW_LESS),
                answerGradient(rows).blames("words", "wordsGradient", ROW_MORE),
                crossEntropy(),
                distribution(),
                update(),
                StoryOperationCases.forward(batch, true),
                StoryOperationCases.forward(batch, false),
                StoryOperationCases.gradient(batch, true),
                StoryOperationCases.gradient(batch, false),
                attend(),
                new OperationCase("topSlots", (ops, t) -> ops.topSlots(memory, get(t, "queries"), 1))
                        .with("queries", B, D)
                        .allows("queries", ROW_MORE, ROW_LESS));
    }

    private static OperationCase upload() {
        HostTensor values = HostTensor.zeros(Shape.of(B, D));
        return new OperationCase("upload", (ops, t) -> ops.upload(values, get(t, "target"))).with("target", B, D);
    }

    private static OperationCase copy() {
        return new OperationCase("copy", (ops, t) -> ops.copy(get(t, "source"), get(t, "target")))
                .with("source", B, D)
                .with("target", B, D)
                .blames("source", "target", RANK, ROW_MORE, ROW_LESS, COLUMN_LESS)
                .sameWidth("source", "target");
    }

    private static OperationCase copyRows() {
        return new OperationCase("copyRows", (ops, t) -> ops.copyRows(get(t, "source"), 0, get(t, "target"), 1, 1))
                .with("source", B, D)
                .with("target", B + 1, D)
                .blames("source", "target", COLUMN_LESS)
                .allows("source", ROW_MORE, ROW_LESS)
                .allows("target", ROW_MORE, ROW_LESS)
                .sameWidth("source", "target");
    }

    private OperationCase embed() {
        return tables(
                "embed",
                (ops, t) -> ops.embed(
                        batch.memories(),
                        ENCODING,
                        List.of(
                                new EmbeddingTable(get(t, "words 0"), get(t, "times 0")),
                                new EmbeddingTable(get(t, "words 1"), null)),
                        List.of(get(t, "vectors 0"), get(t, "vectors 1"))));
    }

    private OperationCase embedGradient() {
        return tables(
                "embedGradient",
                (ops, t) -> ops.embedGradient(
                        batch.memories(),
                        ENCODING,
                        List.of(get(t, "vectors 0"), get(t, "vectors 1")),
                        List.of(
                                new EmbeddingTable(get(t, "words 0"), get(t, "times 0")),
                                new EmbeddingTable(get(t, "words 1"), null))));
    }

    private static OperationCase tables(String operation, OperationCase.Call call) {
        return new OperationCase(operation, call)
                .with("words 0", V, D)
                .with("times 0", N, D)
                .with("vectors 0", S, D)
                .with("words 1", V, D)
                .with("vectors 1", S, D)
                .allows("words 0", ROW_MORE)
                .allows("times 0", ROW_MORE)
                .allows("words 1", ROW_MORE)
                .blames("words 0", "vectors 0", COLUMN_LESS)
                .blames("words 1", "vectors 1", COLUMN_LESS)
                .sameWidth("words 0", "times 0", "vectors 0")
                .sameWidth("words 1", "vectors 1");
    }

    private OperationCase innerProducts() {
        return new OperationCase(
                        "innerProducts",
                        (ops, t) -> ops.innerProducts(batch, get(t, "state"), get(t, "memory"), get(t, "scores")))
                .with("state", B, D)
                .with("memory", S, D)
                .with("scores", S)
                .blames("state", "memory", COLUMN_LESS)
                .sameWidth("state", "memory");
    }

    private OperationCase innerProductsGradient() {
        return new OperationCase(
                        "innerProductsGradient",
                        (ops, t) -> ops.innerProductsGradient(
                                batch,
                                get(t, "state"),
                                get(t, "memory"),
                                get(t, "scoresGradient"),
                                get(t, "stateGradient"),
                                get(t, "memoryGradient")))
                .with("state", B, D)
                .with("memory", S, D)
                .with("scoresGradient", S)
                .with("stateGradient", B, D)
                .with("memoryGradient", S, D)
                .blames("state", "memory", COLUMN_LESS)
                .sameWidth("state", "memory", "stateGradient", "memoryGradient");
    }

    private OperationCase weightedSum() {
        return new OperationCase(
                        "weightedSum",
                        (ops, t) -> ops.weightedSum(batch, get(t, "weights"), get(t, "output"), get(t, "sum")))
                .with("weights", S)
                .with("output", S, D)
                .with("sum", B, D)
                .blames("sum", "output", COLUMN_LESS)
                .sameWidth("sum", "output");
    }

    private OperationCase weightedSumGradient() {
        return new OperationCase(
                        "weightedSumGradient",
                        (ops, t) -> ops.weightedSumGradient(
                                batch,
                                get(t, "weights"),
                                get(t, "output"),
                                get(t, "sumGradient"),
                                get(t, "weightsGradient"),
                                get(t, "outputGradient")))
                .with("weights", S)
                .with("output", S, D)
                .with("sumGradient", B, D)
                .with("weightsGradient", S)
                .with("outputGradient", S, D)
                .blames("sumGradient", "output", COLUMN_LESS)
                .sameWidth("output", "sumGradient", "outputGradient");
    }

    private static OperationCase linear() {
        return new OperationCase("linear", (ops, t) -> ops.linear(get(t, "state"), get(t, "map"), get(t, "result")))
                .with("state", B, D)
                .with("map", D, D)
                .with("result", B, D)
                .blames("state", "map", COLUMN_LESS)
                .blames("state", "result", ROW_MORE, ROW_LESS)
                .sameWidth("state", "map", "result");
    }

    private static OperationCase linearGradient() {
        return new OperationCase(
                        "linearGradient",
                        (ops, t) -> ops.linearGradient(
                                get(t, "state"),
                                get(t, "map"),
                                get(t, "resultGradient"),
                                get(t, "stateGradient"),
                                get(t, "mapGradient")))
                .with("state", B, D)
                .with("map", D, D)
                .with("resultGradient", B, D)
                .with("stateGradient", B, D)
                .with("mapGradient", D, D)
                .blames("state", "map", COLUMN_LESS)
                .blames("state", "resultGradient", ROW_MORE, ROW_LESS)
                .sameWidth("state", "map", "resultGradient", "stateGradient", "mapGradient");
    }

    private static OperationCase reluGradient() {
        return new OperationCase(
                        "reluGradient", (ops, t) -> ops.reluGradient(get(t, "rectified"), 1, get(t, "gradient")))
                .with("rectified", B, D)
                .with("gradient", B, D)
                .blames("rectified", "gradient", ROW_MORE, ROW_LESS, COLUMN_LESS)
                .sameWidth("rectified", "gradient");
    }

    private static Hop hop(Map<String, Tensor> t) {
        return new Hop(
                get(t, "state"),
                get(t, "memory"),
                get(t, "output"),
                t.get("map"),
                Attention.SOFTMAX,
                0,
                1,
                get(t, "weights"),
                get(t, "next"));
    }

    private static OperationCase hopTensors(OperationCase operation, boolean mapped) {
        if (mapped) {
            operation.with("map", D, D);
        }
        return operation
                .with("state", B, D)
                .with("memory", S, D)
                .with("output", S, D)
                .with("weights", S)
                .with("next", B, D)
                .blames("state", "memory", COLUMN_LESS);
    }

    private OperationCase hop(boolean mapped) {
        OperationCase operation = hopTensors(new OperationCase("hop", (ops, t) -> ops.hop(batch, hop(t))), mapped);
        return mapped
                ? operation.sameWidth("state", "memory", "output", "map", "next")
                : operation.sameWidth("state", "memory", "output", "next");
    }

    private OperationCase hopGradient(boolean mapped) {
        OperationCase operation = hopTensors(
                        new OperationCase(
                                "hopGradient",
                                (ops, t) -> ops.hopGradient(
                                        batch,
                                        hop(t),
                                        new HopGradient(
                                                get(t, "gradient.next"),
                                                get(t, "gradient.state"),
                                                get(t, "gradient.memory"),
                                                get(t, "gradient.output"),
                                                t.get("gradient.map"),
                                                get(t, "gradient.weights")))),
                        mapped)
                .with("gradient.next", B, D)
                .with("gradient.state", B, D)
                .with("gradient.memory", S, D)
                .with("gradient.output", S, D)
                .with("gradient.weights", S);
        if (mapped) {
            operation.with("gradient.map", D, D);
        }
        return operation.sameWidth(operation.shapes().entrySet().stream()
                .filter(entry -> entry.getValue().rank() == 2)
                .map(Map.Entry::getKey)
                .toArray(String[]::new));
    }

    private static OperationCase answer(@Nullable AnswerRows rows) {
        return new OperationCase(
                        "answer", (ops, t) -> ops.answer(get(t, "state"), get(t, "words"), rows, get(t, "logits")))
                .with("state", B, D)
                .with("words", V, D)
                .with("logits", B, rows == null ? V : C)
                .blames("state", "words", COLUMN_LESS)
                .blames("state", "logits", ROW_MORE, ROW_LESS)
                .sameWidth("state", "words");
    }

    private static OperationCase answerGradient(@Nullable AnswerRows rows) {
        return new OperationCase(
                        "answerGradient",
                        (ops, t) -> ops.answerGradient(
                                get(t, "state"),
                                get(t, "words"),
                                rows,
                                get(t, "logitsGradient"),
                                get(t, "stateGradient"),
                                get(t, "wordsGradient")))
                .with("state", B, D)
                .with("words", V, D)
                .with("logitsGradient", B, rows == null ? V : C)
                .with("stateGradient", B, D)
                .with("wordsGradient", V, D)
                .blames("state", "words", COLUMN_LESS)
                .blames("state", "logitsGradient", ROW_MORE, ROW_LESS)
                .sameWidth("state", "words", "stateGradient", "wordsGradient");
    }

    private OperationCase crossEntropy() {
        return new OperationCase(
                        "crossEntropy",
                        (ops, t) -> ops.crossEntropy(batch, get(t, "logits"), get(t, "logitsGradient"), tally))
                .with("logits", B, C)
                .with("logitsGradient", B, C)
                .blames("logits", "logitsGradient", COLUMN_LESS)
                .sameWidth("logits", "logitsGradient");
    }

    private static OperationCase distribution() {
        return new OperationCase(
                        "distribution", (ops, t) -> ops.distribution(get(t, "logits"), get(t, "probabilities")))
                .with("logits", B, C)
                .with("probabilities", B, C)
                .blames("logits", "probabilities", ROW_MORE, ROW_LESS, COLUMN_LESS)
                .sameWidth("logits", "probabilities");
    }

    private OperationCase update() {
        UpdateRule rule = new UpdateRule(0.1, 1, Clip.NONE);
        return new OperationCase(
                        "update",
                        (ops, t) -> ops.update(
                                List.of(
                                        new Trained(get(t, "parameter 0"), get(t, "gradient 0"), true),
                                        new Trained(get(t, "parameter 1"), get(t, "gradient 1"), false)),
                                rule,
                                1,
                                tally))
                .with("parameter 0", V, D)
                .with("gradient 0", V, D)
                .with("parameter 1", D, D)
                .with("gradient 1", D, D)
                .blames("parameter 0", "gradient 0", ROW_MORE, ROW_LESS, COLUMN_LESS)
                .blames("parameter 1", "gradient 1", ROW_MORE, ROW_LESS, COLUMN_LESS)
                .sameWidth("parameter 0", "gradient 0")
                .sameWidth("parameter 1", "gradient 1");
    }

    private OperationCase attend() {
        return new OperationCase(
                        "attend",
                        (ops, t) -> ops.attend(memory, get(t, "queries"), get(t, "result"), get(t, "logSums")))
                .with("queries", B, D)
                .with("result", B, D)
                .with("logSums", B)
                .blames("queries", "result", ROW_MORE, ROW_LESS);
    }
}
