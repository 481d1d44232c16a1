package org.memn2n.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * StoryMemory, Batch)}), which for the operations is a lookup:
 *
 * <ul>
 *   <li>with temporal tables the vectors are a table of words, and a slot is a sentence of one such word with its age;
 *   <li>with time words the vectors are a table of times, added to the time word. It stands at its place behind null words,
 *       which add nothing, because its position weight depends on the length of the sentence.
 * </ul>
 */
public final class StoryMemory implements AutoCloseable {
    /** Gives a sentence of one word the vector of that word. */
    private static final SentenceEncoding AS_IT_IS = new SentenceEncoding(PositionWeights.BAG_OF_WORDS, 0);

    /** Rows of vectors before there are more: one of the null word, and some sentences. */
    private static final int FIRST_ROWS = 16;

    private final ModelConfig config;
    private final boolean timeWords;
    private final List<EmbeddingTable> network; // the memory tables of the network
    private final Ops ops;
    private final SentenceEmbedder embedder;
    private final GrowingRows vectors; // row 0 is the null word's; sentence i is in row 1 + i % N
    private int[] lengths = {}; // with time words: for each row how many words the sentence has, its time word included
    private long appended;

    /**
     * The memory of an empty story.
     *
     * @param parameters the weights; must stay open and unchanged as long as this memory
     */
    public StoryMemory(ModelConfig config, Parameters parameters, Ops ops) {
        this.config = config;
        this.timeWords = config.options().time() == TimeEncoding.WORD;
        this.network = parameters.memoryTables();
        this.ops = ops;
        this.embedder = new SentenceEmbedder(config, parameters, ops);
        int most = Math.addExact(config.memorySize(), 1);
        this.vectors = new GrowingRows(network.size(), config.options().dimension(), FIRST_ROWS, most, ops);
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
        if (timeWords) {
            kept = withPlaceOfTimeWord(kept);
            rememberLengths(kept);
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

    private void rememberLengths(List<int[]> sentences) {
        long rows = Math.min(appended + sentences.size(), config.memorySize()) + 1;
        if (lengths.length < rows) {
            lengths = Arrays.copyOf(lengths, (int) Math.min(2 * rows, config.memorySize() + 1L));
        }
        for (int s = 0; s < sentences.size(); s++) {
            lengths[row(appended + s)] = sentences.get(s).length;
        }
    }

    /**
     * A question about this story, for {@link MemoryNetwork#forward(Parameters, StoryMemory, Batch)} before anything else
     * is appended.
     *
     * @param question its word ids
     */
    public Batch ask(int[] question) {
        return ops.upload(new StoryBatch(
                timeWords ? timeWordsOfSlots() : vectorsOfSlots(),
                new int[] {0, size()},
                WordLists.timeless(question, new int[] {0, question.length}),
                new int[] {-1}));
    }

    /** For each slot its vector as a word, and its age as its time. */
    private WordLists vectorsOfSlots() {
        int slots = size();
        int[] words = new int[slots];
        int[] offsets = new int[slots + 1];
        int[] times = new int[config.options().time() == TimeEncoding.NONE ? 0 : slots];
        for (int slot = 0; slot < slots; slot++) {
            words[slot] = row(appended - slots + slot);
            offsets[slot + 1] = slot + 1;
            if (times.length > 0) {
                times[slot] = slots - 1 - slot;
            }
        }
        return new WordLists(words, offsets, times);
    }

    /** For each slot its age as a word at the end of a sentence of its length, and its vector as its time. */
    private WordLists timeWordsOfSlots() {
        int slots = size();
        int[] offsets = new int[slots + 1];
        int[] times = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            times[slot] = row(appended - slots + slot);
            offsets[slot + 1] = Math.addExact(offsets[slot], lengths[times[slot]]);
        }
        int[] words = new int[offsets[slots]];
        for (int slot = 0; slot < slots; slot++) {
            words[offsets[slot + 1] - 1] = config.words() + slots - 1 - slot;
        }
        return new WordLists(words, offsets, times);
    }

    /** How the words of the slots that {@link #ask} gives become vectors. */
    SentenceEncoding encoding() {
        return timeWords ? config.encoding() : AS_IT_IS;
    }

    /** For each distinct memory the table of the words and times that {@link #ask} gives. */
    List<EmbeddingTable> tables() {
        List<EmbeddingTable> tables = new ArrayList<>();
        for (int memory = 0; memory < network.size(); memory++) {
            EmbeddingTable own = network.get(memory);
            Tensor sentences = vectors.tables().get(memory);
            tables.add(
                    timeWords
                            ? new EmbeddingTable(own.words(), sentences)
                            : new EmbeddingTable(sentences, own.times()));
        }
        return tables;
    }

    @Override
    public void close() {
        vectors.close();
        embedder.close();
    }
}
