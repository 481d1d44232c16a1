package org.memn2n.model;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.tensor.Shape;

/**
 * Which tensors a network has, and which of them each hop uses: the whole of weight tying.
 *
 * <p>Memories are counted by distinct pairs of word and time table, because a memory that serves as output
 * of one hop and input of the next needs to be embedded only once.
 */
public final class ParameterLayout {
    /** Stands for "no such tensor". */
    static final int ABSENT = -1;

    /**
     * One tensor.
     *
     * @param name its name in files and messages
     * @param shape its extents
     * @param nullRow whether row 0 belongs to the null word and stays zero
     */
    public record Spec(String name, Shape shape, boolean nullRow) {}

    /** One distinct memory: the indices of its word table and its time table ({@link #ABSENT} for none). */
    record Memory(int words, int times) {}

    private final ModelConfig config;
    private final List<Spec> specs = new ArrayList<>();
    private final List<Memory> memories = new ArrayList<>();
    private final int query;
    private final int answer;
    private final int map;

    /**
     * The layout of a network.
     *
     * @throws IllegalArgumentException when a tensor would have more than 2^31-1 elements
     */
    public ParameterLayout(ModelConfig config) {
        this.config = config;
        boolean asked = config.options().query() == Query.QUESTION;
        switch (config.options().tying()) {
            case ADJACENT -> {
                for (int k = 0; k <= config.options().hops(); k++) {
                    addMemory("E" + k, "T" + k);
                }
                query = asked ? memories.get(0).words() : ABSENT;
                answer = memories.get(config.options().hops()).words();
            }
            case LAYER_WISE -> {
                addMemory("A", "T_A");
                addMemory("C", "T_C");
                query = asked ? addWords("B") : ABSENT;
                answer = addAnswer();
            }
            case NONE -> {
                for (int k = 1; k <= config.options().hops(); k++) {
                    addMemory("A" + k, "T_A" + k);
                    addMemory("C" + k, "T_C" + k);
                }
                query = asked ? addWords("B") : ABSENT;
                answer = addAnswer();
            }
            default -> throw new AssertionError(config.options().tying());
        }
        map = config.options().linearMap() ? add("H", config.options().dimension(), false) : ABSENT;
    }

    private void addMemory(String words, String times) {
        int wordTable = addWords(words);
        int timeTable = ABSENT;
        if (config.options().time() == TimeEncoding.TABLE) {
            timeTable = add(times, config.memorySize(), false);
        }
        memories.add(new Memory(wordTable, timeTable));
    }

    private int addWords(String name) {
        return add(name, config.tableRows(), true);
    }

    /** A W of its own: row 0 is the null word's only when the rows are words. */
    private int addAnswer() {
        return add("W", config.classes(), config.options().output() == OutputLayer.VOCABULARY);
    }

    /** One more tensor: [rows, d]. */
    private int add(String name, int rows, boolean nullRow) {
        int d = config.options().dimension();
        if ((long) rows * d > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the tensor " + name + " would have " + rows + " rows of " + d
                    + " components, more than " + Integer.MAX_VALUE
                    + " numbers; choose fewer components, or fewer memories or"
                    + " words if these are the rows");
        }
        specs.add(new Spec(name, Shape.of(rows, d), nullRow));
        return specs.size() - 1;
    }

    /** All tensors, in the order of their indices. */
    public List<Spec> specs() {
        return List.copyOf(specs);
    }

    List<Memory> memories() {
        return memories;
    }

    /** The memory that hop {@code hop} (from 0) compares the state with: matrix A. */
    int inputMemory(int hop) {
        return switch (config.options().tying()) {
            case ADJACENT -> hop;
            case LAYER_WISE -> 0;
            case NONE -> 2 * hop;
        };
    }

    /** The memory that hop {@code hop} (from 0) reads from: matrix C. */
    int outputMemory(int hop) {
        return inputMemory(hop) + 1;
    }

    /** The index of B, or {@link #ABSENT}. */
    int query() {
        return query;
    }

    /** The index of W. */
    int answer() {
        return answer;
    }

    /** The index of H, or {@link #ABSENT}. */
    int map() {
        return map;
    }

    /** Whether classes are rows picked from a word table, because W is tied to one. */
    boolean picksAnswerRows() {
        return config.options().output() == OutputLayer.ANSWERS
                && config.options().tying() == Tying.ADJACENT;
    }
}
