package org.memn2n.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/**
 * The operations a memory network needs, on device-resident tensors: all that a model sees of a device.
 *
 * <p>An operation checks its arguments, enqueues work and returns; work runs in the order of the calls.
 * Only {@link #download} and {@link #read} wait. An instance is one queue of work and is used by one
 * thread at a time; {@link Backend#newOps} makes as many as there are threads.
 *
 * <p>Letters, here and in every backend: B stories, S memory slots of all stories together, d components
 * of an embedding, V words, N temporal rows, C answer classes. Shapes are row-major. "Written" means that
 * earlier contents do not matter, "added to" that they do. Every sum has a fixed order, so equal inputs
 * give equal bits. Formulas are those of the paper, section 2; the scalar backend is their definition.
 *
 * <p>Arguments that do not fit raise {@link ShapeException} before anything is enqueued.
 */
public final class Ops implements AutoCloseable {
    private final Kernels kernels;

    /** Called by backends, with their implementation. */
    public Ops(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * Runs work of which much the same comes again and again, such as a training step or the forward pass of a
     * prediction. A backend may collect its operations and launch them together when it ends, and that the faster
     * the more often the same operations came before; results have the same bits. Uploads and downloads
     * belong before and after: they are allowed within, but cost what was gained. When the work throws, it is not
     * said which of its operations took place.
     *
     * @param work calls operations of this instance; a step within a step is part of that step
     */
    public void step(Runnable work) {
        kernels.step(work);
    }

    /** A new tensor of zeros. */
    public Tensor allocate(Shape shape) {
        return kernels.allocate(shape);
    }

    /** Changes a tensor's shape; its memory is kept while it is large enough. Contents become undefined. */
    public void resize(Tensor tensor, Shape shape) {
        kernels.resize(tensor, shape);
    }

    /** A new tensor with these values. */
    public Tensor upload(HostTensor values) {
        Tensor tensor = kernels.allocate(values.shape());
        kernels.upload(values.values(), tensor);
        return tensor;
    }

    /** Overwrites {@code target} with values of the same shape. */
    public void upload(HostTensor values, Tensor target) {
        Checks.shape("upload", "target", target, values.shape().extents());
        kernels.upload(values.values(), target);
    }

    /** The values of a tensor; waits for the work before it. */
    public HostTensor download(Tensor tensor) {
        HostTensor values = HostTensor.zeros(tensor.shape());
        kernels.download(tensor, values.values());
        return values;
    }

    /** A batch on the device. */
    public Batch upload(StoryBatch batch) {
        checkIndices("memory", batch.memories());
        checkIndices("query", batch.queries());
        Checks.atLeast("upload", "target", batch.targets(), -1);
        return kernels.upload(batch);
    }

    private static void checkIndices(String what, WordLists sentences) {
        Checks.atLeast("upload", what + " word", sentences.words(), 0);
        Checks.atLeast("upload", what + " time", sentences.times(), -1);
    }

    /** For each answer class its row of the word table. */
    public AnswerRows uploadRows(int[] rows) {
        Checks.atLeast("uploadRows", "row", rows, 0);
        return kernels.uploadRows(rows);
    }

    /** A new tally of zeros without a fault. */
    public Tally newTally() {
        return kernels.newTally();
    }

    /** Sets all sums to zero and forgets a fault. */
    public void reset(Tally tally) {
        kernels.reset(tally);
    }

    /** What a tally holds; waits for the work before it. */
    public Tally.Values read(Tally tally) {
        return kernels.read(tally);
    }

    /** Overwrites every element. */
    public void fill(Tensor target, float value) {
        kernels.fill(target, value);
    }

    /** Overwrites {@code target} with {@code source}, of the same shape. */
    public void copy(Tensor source, Tensor target) {
        Checks.like("copy", "target", target, source);
        kernels.copy(source, target);
    }

    /**
     * Encodes sentences with one or several tables in one pass over the indices:
     * {@code vector_s = sum_j l_j * words[x_sj] + times[t_s]} ({@code *} by component), the paper's m_i, c_i and u.
     *
     * @param tables each with words [V, d], times [N, d] or null; read
     * @param vectors for each table [number of sentences, d]; written
     */
    public void embed(
            Sentences sentences, SentenceEncoding encoding, List<EmbeddingTable> tables, List<Tensor> vectors) {
        checkTables("embed", sentences, tables, vectors);
        kernels.embed(sentences, encoding, tables, vectors);
    }

    /**
     * The gradient of {@link #embed} at its tables, scattered in the order of sentences and words.
     *
     * @param vectorGradients for each table [number of sentences, d]; read
     * @param tableGradients shaped like the tables; added to, the null word's row 0 included
     */
    public void embedGradient(
            Sentences sentences,
            SentenceEncoding encoding,
            List<Tensor> vectorGradients,
            List<EmbeddingTable> tableGradients) {
        checkTables("embedGradient", sentences, tableGradients, vectorGradients);
        kernels.embedGradient(sentences, encoding, vectorGradients, tableGradients);
    }

    private static void checkTables(
            String operation, Sentences sentences, List<EmbeddingTable> tables, List<Tensor> vectors) {
        Checks.same(operation, "vectors for the tables", vectors.size(), tables.size());
        for (int i = 0; i < tables.size(); i++) {
            EmbeddingTable table = tables.get(i);
            int d = Checks.columns(operation, "words " + i, table.words());
            Checks.covers(operation, "words " + i, table.words(), sentences.wordLimit());
            Checks.shape(operation, "vectors " + i, vectors.get(i), sentences.count(), d);
            Tensor times = table.times();
            if (times != null) {
                Checks.table(operation, "times " + i, times, d, sentences.timeLimit());
            }
        }
    }

    /**
     * {@code scores_i = u_b . m_i} for every slot i of story b.
     *
     * @param state [B, d] read
     * @param memory [S, d] read
     * @param scores [S] written
     */
    public void innerProducts(Batch batch, Tensor state, Tensor memory, Tensor scores) {
        int d = Checks.stories("innerProducts", "state", state, batch);
        Checks.slots("innerProducts", "memory", memory, batch, d);
        Checks.slots("innerProducts", "scores", scores, batch);
        kernels.innerProducts(batch, state, memory, scores);
    }

    /**
     * The gradient of {@link #innerProducts}.
     *
     * @param scoresGradient [S] read
     * @param stateGradient [B, d] added to
     * @param memoryGradient [S, d] added to
     */
    public void innerProductsGradient(
            Batch batch,
            Tensor state,
            Tensor memory,
            Tensor scoresGradient,
            Tensor stateGradient,
            Tensor memoryGradient) {
        int d = Checks.stories("innerProductsGradient", "state", state, batch);
        Checks.slots("innerProductsGradient", "memory", memory, batch, d);
        Checks.slots("innerProductsGradient", "scoresGradient", scoresGradient, batch);
        Checks.like("innerProductsGradient", "stateGradient", stateGradient, state);
        Checks.like("innerProductsGradient", "memoryGradient", memoryGradient, memory);
        kernels.innerProductsGradient(batch, state, memory, scoresGradient, stateGradient, memoryGradient);
    }

    /**
     * {@code p_i = exp(s_i) / sum_j exp(s_j)} over the slots of each story, shifted by the maximum so that it
     * cannot overflow.
     *
     * @param scores [S] scores, overwritten with the weights
     * @param width at least so many slots take part: those beyond a story's own are empty, with score 0;
     *     0 masks them
     */
    public void softmax(Batch batch, Tensor scores, int width) {
        Checks.slots("softmax", "scores", scores, batch);
        Checks.within("softmax", "width", width, Integer.MAX_VALUE);
        kernels.softmax(batch, scores, width);
    }

    /**
     * The gradient of {@link #softmax}: {@code ds_i = p_i (dp_i - sum_j p_j dp_j)}; empty slots have no gradient.
     *
     * @param weights [S] p, read
     * @param gradient [S] dp, overwritten with ds
     */
    public void softmaxGradient(Batch batch, Tensor weights, Tensor gradient) {
        Checks.slots("softmaxGradient", "weights", weights, batch);
        Checks.slots("softmaxGradient", "gradient", gradient, batch);
        kernels.softmaxGradient(batch, weights, gradient);
    }

    /**
     * {@code sum_b += sum_i p_i c_i} over the slots i of story b, the paper's o.
     *
     * @param weights [S] read
     * @param output [S, d] read
     * @param sum [B, d] added to
     */
    public void weightedSum(Batch batch, Tensor weights, Tensor output, Tensor sum) {
        int d = Checks.stories("weightedSum", "sum", sum, batch);
        Checks.slots("weightedSum", "output", output, batch, d);
        Checks.slots("weightedSum", "weights", weights, batch);
        kernels.weightedSum(batch, weights, output, sum);
    }

    /**
     * The gradient of {@link #weightedSum}.
     *
     * @param sumGradient [B, d] read
     * @param weightsGradient [S] written
     * @param outputGradient [S, d] added to
     */
    public void weightedSumGradient(
            Batch batch,
            Tensor weights,
            Tensor output,
            Tensor sumGradient,
            Tensor weightsGradient,
            Tensor outputGradient) {
        int d = Checks.stories("weightedSumGradient", "sumGradient", sumGradient, batch);
        Checks.slots("weightedSumGradient", "output", output, batch, d);
        Checks.slots("weightedSumGradient", "weights", weights, batch);
        Checks.like("weightedSumGradient", "outputGradient", outputGradient, output);
        Checks.like("weightedSumGradient", "weightsGradient", weightsGradient, weights);
        kernels.weightedSumGradient(batch, weights, output, sumGradient, weightsGradient, outputGradient);
    }

    /**
     * {@code result = H u} for each state, the map between hops of layer-wise tying.
     *
     * @param state [B, d] read
     * @param map [d, d] read
     * @param result [B, d] written
     */
    public void linear(Tensor state, Tensor map, Tensor result) {
        checkMap("linear", state, map);
        Checks.like("linear", "result", result, state);
        kernels.linear(state, map, result);
    }

    /**
     * The gradient of {@link #linear}.
     *
     * @param resultGradient [B, d] read
     * @param stateGradient [B, d] written
     * @param mapGradient [d, d] added to
     */
    public void linearGradient(
            Tensor state, Tensor map, Tensor resultGradient, Tensor stateGradient, Tensor mapGradient) {
        checkMap("linearGradient", state, map);
        Checks.like("linearGradient", "resultGradient", resultGradient, state);
        Checks.like("linearGradient", "stateGradient", stateGradient, state);
        Checks.like("linearGradient", "mapGradient", mapGradient, map);
        kernels.linearGradient(state, map, resultGradient, stateGradient, mapGradient);
    }

    private static void checkMap(String operation, Tensor state, Tensor map) {
        int d = Checks.columns(operation, "state", state);
        Checks.shape(operation, "map", map, d, d);
    }

    /**
     * {@code x = max(x, 0)} for components from {@code firstRectified} on; the others are left alone.
     *
     * @param state [B, d] overwritten in place
     */
    public void relu(Tensor state, int firstRectified) {
        Checks.within("relu", "firstRectified", firstRectified, Checks.columns("relu", "state", state));
        kernels.relu(state, firstRectified);
    }

    /**
     * The gradient of {@link #relu}: zero where the result is zero.
     *
     * @param rectified [B, d] the result of the ReLU, read
     * @param gradient [B, d] overwritten in place
     */
    public void reluGradient(Tensor rectified, int firstRectified, Tensor gradient) {
        int d = Checks.columns("reluGradient", "rectified", rectified);
        Checks.within("reluGradient", "firstRectified", firstRectified, d);
        Checks.like("reluGradient", "gradient", gradient, rectified);
        kernels.reluGradient(rectified, firstRectified, gradient);
    }

    /** One whole hop, see {@link Hop}; equal to its composition from the operations above. */
    public void hop(Batch batch, Hop hop) {
        checkHop("hop", batch, hop);
        kernels.hop(batch, hop);
    }

    /** The gradient of {@link #hop}, see {@link HopGradient}. */
    public void hopGradient(Batch batch, Hop hop, HopGradient gradient) {
        checkHop("hopGradient", batch, hop);
        Checks.like("hopGradient", "gradient.next", gradient.next(), hop.next());
        Checks.like("hopGradient", "gradient.state", gradient.state(), hop.state());
        Checks.like("hopGradient", "gradient.memory", gradient.memory(), hop.memory());
        Checks.like("hopGradient", "gradient.output", gradient.output(), hop.output());
        Checks.like("hopGradient", "gradient.weights", gradient.weights(), hop.weights());
        Tensor map = hop.map();
        Tensor mapGradient = gradient.map();
        if (map != null && mapGradient != null) {
            Checks.like("hopGradient", "gradient.map", mapGradient, map);
        } else if (map != null || mapGradient != null) {
            throw new ShapeException("hopGradient: gradient.map is " + (mapGradient == null ? "missing" : "there")
                    + ", but a hop with a map needs a gradient for it, and one without has none");
        }
        kernels.hopGradient(batch, hop, gradient);
    }

    private static void checkHop(String operation, Batch batch, Hop hop) {
        int d = Checks.stories(operation, "state", hop.state(), batch);
        Checks.slots(operation, "memory", hop.memory(), batch, d);
        Checks.slots(operation, "output", hop.output(), batch, d);
        Checks.slots(operation, "weights", hop.weights(), batch);
        Checks.like(operation, "next", hop.next(), hop.state());
        Tensor map = hop.map();
        if (map != null) {
            checkMap(operation, hop.state(), map);
        }
        Checks.within(operation, "firstRectified", hop.firstRectified(), d);
        Checks.within(operation, "softmaxWidth", hop.softmaxWidth(), Integer.MAX_VALUE);
    }

    /**
     * {@code logits = u W^T}, the matrix product before the final softmax.
     *
     * @param state [B, d] read
     * @param words [V, d] W, a row a class, read
     * @param rows for each class its row of {@code words}; null when class c is row c
     * @param logits [B, C] written
     */
    public void answer(Tensor state, Tensor words, @Nullable AnswerRows rows, Tensor logits) {
        checkAnswer("answer", state, words, rows, "logits", logits);
        kernels.answer(state, words, rows, logits);
    }

    /**
     * The gradient of {@link #answer}.
     *
     * @param logitsGradient [B, C] read
     * @param stateGradient [B, d] written
     * @param wordsGradient [V, d] added to
     */
    public void answerGradient(
            Tensor state,
            Tensor words,
            @Nullable AnswerRows rows,
            Tensor logitsGradient,
            Tensor stateGradient,
            Tensor wordsGradient) {
        checkAnswer("answerGradient", state, words, rows, "logitsGradient", logitsGradient);
        Checks.like("answerGradient", "stateGradient", stateGradient, state);
        Checks.like("answerGradient", "wordsGradient", wordsGradient, words);
        kernels.answerGradient(state, words, rows, logitsGradient, stateGradient, wordsGradient);
    }

    private static void checkAnswer(
            String operation, Tensor state, Tensor words, @Nullable AnswerRows rows, String logitsName, Tensor logits) {
        int d = Checks.columns(operation, "state", state);
        Checks.table(operation, "words", words, d, rows == null ? 0 : rows.rowLimit());
        int classes = rows == null ? words.shape().extent(0) : rows.count();
        Checks.shape(operation, logitsName, logits, state.shape().extent(0), classes);
    }

    /**
     * Softmax, loss and gradient in one: {@code loss_b = -log softmax(logits_b)[target_b]}, summed into the
     * tally with the number of wrong answers. The answer is the class of the largest logit, the first of
     * equals. A story without a target counts as answered wrong and has neither loss nor gradient. A loss
     * that is not finite is a fault of the tally.
     *
     * @param logits [B, C] read
     * @param logitsGradient [B, C] written: softmax(logits) minus one at the target; null to only score
     */
    public void crossEntropy(Batch batch, Tensor logits, @Nullable Tensor logitsGradient, Tally tally) {
        int classes = Checks.stories("crossEntropy", "logits", logits, batch);
        if (batch.targetLimit() > classes) {
            throw new ShapeException("crossEntropy: logits has shape " + logits.shape() + ", but the largest target is "
                    + (batch.targetLimit() - 1));
        }
        if (logitsGradient != null) {
            Checks.like("crossEntropy", "logitsGradient", logitsGradient, logits);
        }
        kernels.crossEntropy(batch, logits, logitsGradient, tally);
    }

    /**
     * The answer distribution: the softmax of each row.
     *
     * @param logits [B, C] read
     * @param probabilities [B, C] written; may be {@code logits} itself
     */
    public void distribution(Tensor logits, Tensor probabilities) {
        Checks.columns("distribution", "logits", logits);
        Checks.like("distribution", "probabilities", probabilities, logits);
        kernels.distribution(logits, probabilities);
    }

    /**
     * Clip, gradient step and null rows in one pass; gradients are zero afterwards. Does nothing at all once
     * the tally holds a fault. A gradient that is not finite is such a fault, found before any parameter is
     * changed.
     *
     * @param parameters values stepped in place, gradients zeroed
     * @param step the step's number, kept with a fault
     */
    public void update(List<Trained> parameters, UpdateRule rule, long step, Tally tally) {
        for (int i = 0; i < parameters.size(); i++) {
            Trained parameter = parameters.get(i);
            Checks.columns("update", "parameter " + i, parameter.value());
            Checks.like("update", "gradient " + i, parameter.gradient(), parameter.value());
        }
        kernels.update(parameters, rule, step, tally);
    }

    /** Waits, and gives back this queue with the tensors and batches made through it: close those first. */
    @Override
    public void close() {
        kernels.close();
    }
}
