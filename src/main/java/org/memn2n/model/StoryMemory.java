package org.memn2n.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/**
 * The memory of one story that goes on: for each distinct memory of the network the vectors of its newest N sentences, on
 * the device. A sentence is embedded once, when it is appended. Its time is not part of the vector, because it is counted
 * back from the newest sentence; it is added when a question is asked ({@link MemoryNetwork#forward(Parameters,
 * StoryMemory, Batch)}).
 *
 * <p>To the operations such a vector is a word: its slot is a sentence of this one word, with a temporal row.
 */
public final class StoryMemory implements AutoCloseable {
    /** Gives a sentence of one word the vector of that word. */
    static final SentenceEncoding AS_THEY_ARE = new SentenceEncoding(PositionWeights.BAG_OF_WORDS, 0);

    /** Rows of vectors before any grow: one of the null word, and some sentences. */
    private static final int FIRST_ROWS = 16;

    private final ModelConfig config;
    private final Parameters parameters;
    private final Ops ops;
    private final SentenceEmbedder embedder;
    private final GrowingRows vectors; // row 0 is the null word's; sentence i is in row 1 + i % N
    private final @Nullable TimeWords timeWords;
    private int[] firstTimeRows = {}; // with time words: for each row of vectors the temporal row of age 0
    private long appended;

    /**
     * The memory of an empty story.
     *
     * @param parameters the weights; must stay open and unchanged as long as this memory
     */
    public StoryMemory(ModelConfig config, Parameters parameters, Ops ops) {
        this.config = config;
        this.parameters = parameters;
        this.ops = ops;
        int memories = parameters.memoryTables().size();
        this.embedder = new SentenceEmbedder(config, parameters, ops);
        int most = Math.addExact(config.memorySize(), 1);
        this.vectors = new GrowingRows(memories, config.options().dimension(), FIRST_ROWS, most, ops);
        boolean words = config.options().time() == TimeEncoding.WORD;
        this.timeWords = words ? new TimeWords(config, memories, embedder, ops) : null;
    }

    /** How many sentences it holds, at most N. */
    public int size() {
        return (int) Math.min(appended, config.memorySize());
    }

    /**
     * Appends sentences, of which the newest N stay; embeds these and no others.
     *
     * @param sentences the word ids of each, without a time word, oldest first
     */
    public void append(List<int[]> sentences) {
        int memorySize = config.memorySize();
        List<int[]> kept = sentences.subList(Math.max(0, sentences.size() - memorySize), sentences.size());
        if (kept.isEmpty()) {
            return;
        }
        if (timeWords != null) {
            kept = withPlaceOfTimeWord(kept);
            rememberTimeRows(kept, timeWords);
        }
        List<Tensor> embedded = embedder.embed(kept);
        int first = row(appended);
        int untilEnd = Math.min(kept.size(), memorySize + 1 - first);
        vectors.write(embedded, 0, first, untilEnd);
        vectors.write(embedded, untilEnd, 1, kept.size() - untilEnd);
        appended += kept.size();
    }

    private int row(long sentence) {
        return 1 + (int) (sentence % config.memorySize());
    }

    /** The null word takes up the place at the end, so that the others weigh as they do before a time word. */
    private static List<int[]> withPlaceOfTimeWord(List<int[]> sentences) {
        return sentences.stream()
                .map(sentence -> Arrays.copyOf(sentence, sentence.length + 1))
                .toList();
    }

    private void rememberTimeRows(List<int[]> sentences, TimeWords times) {
        long needed = Math.min(appended + sentences.size(), config.memorySize()) + 1;
        if (firstTimeRows.length < needed) {
            firstTimeRows = Arrays.copyOf(firstTimeRows, (int) Math.min(2 * needed, config.memorySize() + 1L));
        }
        for (int s = 0; s < sentences.size(); s++) {
            firstTimeRows[row(appended + s)] = times.firstRow(sentences.get(s).length);
        }
    }

    /**
     * A question about this story, for {@link MemoryNetwork#forward(Parameters, StoryMemory, Batch)} before anything else
     * is appended.
     *
     * @param question its word ids
     */
    public Batch ask(int[] question) {
        int slots = size();
        int[] words = new int[slots];
        int[] offsets = new int[slots + 1];
        int[] times = new int[config.options().time() == TimeEncoding.NONE ? 0 : slots];
        for (int slot = 0; slot < slots; slot++) {
            words[slot] = row(appended - slots + slot);
            offsets[slot + 1] = slot + 1;
            if (times.length > 0) {
                int ageZero = timeWords == null ? 0 : firstTimeRows[words[slot]];
                times[slot] = ageZero + slots - 1 - slot;
            }
        }
        return ops.upload(new StoryBatch(
                new WordLists(words, offsets, times),
                new int[] {0, slots},
                WordLists.timeless(question, new int[] {0, question.length}),
                new int[] {-1}));
    }

    /** For each distinct memory the vectors, as words, and what is added for each time. */
    List<EmbeddingTable> tables() {
        List<Tensor> words = vectors.tables();
        List<EmbeddingTable> tables = new ArrayList<>();
        for (int memory = 0; memory < words.size(); memory++) {
            Tensor times = timeWords == null
                    ? parameters.memoryTables().get(memory).times()
                    : timeWords.tables().get(memory);
            tables.add(new EmbeddingTable(words.get(memory), times));
        }
        return tables;
    }

    @Override
    public void close() {
        vectors.close();
        embedder.close();
        if (timeWords != null) {
            timeWords.close();
        }
    }
}
