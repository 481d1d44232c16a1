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
 * Only what brings numbers back waits: {@link #download}, {@link #read} and {@link #topSlots}; and on a GPU what sends
 * tensors, which other queues may read next: {@link #upload(HostTensor)} and {@link #store}. An instance is one queue
 * of work and is used by one thread at a time; {@link Backend#newOps} makes as many as there are threads.
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

    /**
     * Changes a tensor's shape; its memory is kept while it is large enough. Contents become undefined.
     *
     * @throws OutOfDeviceMemoryException when there is no room; the tensor can be resized again, and used then
     */
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

    /** Overwrites {@code target} with {@code source}, of the same shape; nothing where they are the same tensor. */
    @SuppressWarnings("ReferenceEquality") // the same memory is meant
    public void copy(Tensor source, Tensor target) {
        Checks.like("copy", "target", target, source);
        if (source != target) {
            kernels.copy(source, target);
        }
    }

    /**
     * Overwrites {@code count} rows of {@code target}, from {@code targetRow} on, with those of {@code source} from
     * {@code sourceRow} on.
     *
     * @param source [n, d] read
     * @param target [m, d] written in these rows; another tensor than {@code source}
     */
    public void copyRows(Tensor source, int sourceRow, Tensor target, int targetRow, int count) {
        int d = Checks.columns("copyRows", "source", source);
        int sourceRows = source.shape().extent(0);
        int targetRows = Checks.rows("copyRows", "target", target.shape(), d);
        if (source == target) {
            throw new ShapeException("copyRows: target is the source itself, expected another tensor");
        }
        Checks.within("copyRows", "count", count, Math.min(sourceRows, targetRows));
        Checks.within("copyRows", "sourceRow", sourceRow, sourceRows - count);
        Checks.within("copyRows", "targetRow", targetRow, targetRows - count);
        kernels.copyRows(source, sourceRow, target, targetRow, count);
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
        StoryChecks.tables("embed", sentences, tables, vectors);
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
        StoryChecks.tables("embedGradient", sentences, tableGradients, vectorGradients);
        kernels.embedGradient(sentences, encoding, vectorGradients, tableGradients);
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
        StoryChecks.map("linear", state, map);
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
        StoryChecks.map("linearGradient", state, map);
        Checks.like("linearGradient", "resultGradient", resultGradient, state);
        Checks.like("linearGradient", "stateGradient", stateGradient, state);
        Checks.like("linearGradient", "mapGradient", mapGradient, map);
        kernels.linearGradient(state, map, resultGradient, stateGradient, mapGradient);
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
        StoryChecks.hop("hop", batch, hop);
        kernels.hop(batch, hop);
    }

    /** The gradient of {@link #hop}, see {@link HopGradient}. */
    public void hopGradient(Batch batch, Hop hop, HopGradient gradient) {
        StoryChecks.hop("hopGradient", batch, hop);
        StoryChecks.hopGradient("hopGradient", hop, gradient);
        kernels.hopGradient(batch, hop, gradient);
    }

    /** Lookup and all hops, see {@link StoryPass}; equal to its composition from the operations above. */
    public void story(Batch batch, StoryPass pass) {
        StoryChecks.pass("story", batch, pass);
        kernels.story(batch, pass);
    }

    /**
     * The gradient of {@link #story}, see {@link StoryPassGradient}; after {@link #story} with the same pass on the
     * same batch and unchanged tables.
     */
    public void storyGradient(Batch batch, StoryPass pass, StoryPassGradient gradient) {
        StoryChecks.pass("storyGradient", batch, pass);
        StoryChecks.passGradient("storyGradient", pass, gradient);
        kernels.storyGradient(batch, pass, gradient);
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

    /**
     * A new memory for {@link #attend}, without contents.
     *
     * @param slots N; 0 or more
     * @param dimension d; 1 or more
     * @throws OutOfDeviceMemoryException when the device has too little memory
     */
    public KeyValueMemory newKeyValueMemory(long slots, int dimension, Storage storage) {
        Checks.atLeast("newKeyValueMemory", "dimension", dimension, 1);
        Checks.within("newKeyValueMemory", "slots", slots, Long.MAX_VALUE / (2L * Float.BYTES) / dimension);
        return kernels.newKeyValueMemory(slots, dimension, storage);
    }

    /**
     * Stores keys and values in the slots from {@code firstSlot} on, rounded as the memory stores them. Slots may be
     * stored in any order and again. Waits until other queues may read them.
     *
     * @param keys [n, d] read
     * @param values [n, d] read
     */
    public void store(KeyValueMemory memory, long firstSlot, HostTensor keys, HostTensor values) {
        int n = Checks.rows("store", "keys", keys.shape(), memory.dimension());
        Checks.same(
                "store",
                "rows of values for the keys",
                Checks.rows("store", "values", values.shape(), memory.dimension()),
                n);
        Checks.within("store", "firstSlot", firstSlot, memory.slots());
        Checks.within("store", "firstSlot + rows", firstSlot + n, memory.slots());
        kernels.store(memory, firstSlot, keys.values(), values.values());
        memory.markStored(firstSlot, firstSlot + n);
    }

    /**
     * Reads a large memory with many queries at once, without keeping their scores (paper equations 1 and 2):
     * {@code result_q = sum_i p_i c_i} with {@code p_i = exp(q . m_i - logSum_q)} and
     * {@code logSum_q = log sum_i exp(q . m_i)}. Without slots, or when every score is -infinity, the result is 0 and
     * logSum -infinity.
     *
     * @param queries [Q, d] read
     * @param result [Q, d] written
     * @param logSums [Q] written
     * @throws IllegalStateException when a slot has never been stored
     */
    public void attend(KeyValueMemory memory, Tensor queries, Tensor result, Tensor logSums) {
        int count = Checks.rows("attend", "queries", queries.shape(), memory.dimension());
        Checks.like("attend", "result", result, queries);
        Checks.shape("attend", "logSums", logSums, count);
        Checks.complete("attend", memory);
        kernels.attend(memory, queries, result, logSums);
    }

    /**
     * The slots with the largest scores {@code q . m_i}, and so the largest weights, for each query; waits for the work
     * before it. See {@link TopSlots} for their order.
     *
     * @param queries [Q, d] read
     * @param count how many for each query, from 0 to N
     * @throws IllegalStateException when a slot has never been stored
     */
    public TopSlots topSlots(KeyValueMemory memory, Tensor queries, int count) {
        int rows = Checks.rows("topSlots", "queries", queries.shape(), memory.dimension());
        Checks.within("topSlots", "count", count, memory.slots());
        Checks.within("topSlots", "count for all queries", (long) count * rows, Integer.MAX_VALUE / Long.BYTES);
        Checks.complete("topSlots", memory);
        return kernels.topSlots(memory, queries, count);
    }

    /** Waits, and gives back this queue with the tensors and batches made through it: close those first. */
    @Override
    public void close() {
        kernels.close();
    }
}
