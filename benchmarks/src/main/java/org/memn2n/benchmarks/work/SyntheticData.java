package org.memn2n.benchmarks.work;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/**
 * The synthetic data of {@code peers/SPEC.md}, the same bits as {@code peers/common.py} makes.
 *
 * <p>Every number is a function of its stream and its place in it, so no generator has a state.
 */
public final class SyntheticData {
    private static final long SEED = 1;
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private static final int STORY_WORDS = 1;
    private static final int STORY_LENGTHS = 2;
    private static final int QUERY_WORDS = 3;
    private static final int QUERY_LENGTHS = 4;
    private static final int ANSWERS = 5;

    private SyntheticData() {}

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Number {@code i} of a stream, uniform in [0, 1). */
    public static double uniform(int stream, long i) {
        long seed = mix(SEED * 1_000_003 + stream);
        return (mix(seed + (i + 1) * GOLDEN_GAMMA) >>> 11) * 0x1p-53;
    }

    /** Number {@code i} of a stream, normal with deviation 1. */
    static double normal(int stream, long i) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log1p(-uniform(stream, 2 * i)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(stream, 2 * i + 1));
    }

    /** A tensor of normal values: number i of the stream at place i, row-major. */
    public static HostTensor normal(int stream, double deviation, int... extents) {
        HostTensor tensor = HostTensor.zeros(Shape.of(extents));
        float[] values = tensor.values();
        IntStream.range(0, values.length).parallel().forEach(i -> values[i] = (float) (deviation * normal(stream, i)));
        return tensor;
    }

    /** {@code [B][n]}: the word ids of each sentence, without the null words that fill it up to J. */
    static int[][][] stories(WorkShape shape) {
        int[][][] stories = new int[shape.stories()][shape.slots()][];
        for (int b = 0; b < shape.stories(); b++) {
            for (int i = 0; i < shape.slots(); i++) {
                stories[b][i] = sentence(shape, STORY_WORDS, STORY_LENGTHS, b * shape.slots() + i);
            }
        }
        return stories;
    }

    /** {@code [B]}: the word ids of each question; none for a language model. */
    static int[][] questions(WorkShape shape) {
        int[][] questions = new int[shape.kind() == WorkShape.Kind.LANGUAGE ? 0 : shape.stories()][];
        Arrays.setAll(questions, b -> sentence(shape, QUERY_WORDS, QUERY_LENGTHS, b));
        return questions;
    }

    /** {@code [B]}: the classes of the right answers. */
    static int[] answers(WorkShape shape) {
        int[] answers = new int[shape.stories()];
        Arrays.setAll(answers, b -> word(shape, ANSWERS, b));
        return answers;
    }

    private static int[] sentence(WorkShape shape, int wordStream, int lengthStream, int index) {
        int lengths = shape.sentenceWords() - shape.shortestSentence() + 1;
        int length = shape.shortestSentence() + (int) Math.floor(uniform(lengthStream, index) * lengths);
        int[] words = new int[length];
        Arrays.setAll(words, j -> word(shape, wordStream, (long) index * shape.sentenceWords() + j));
        return words;
    }

    /** For questions all words are equally likely; for a language model of frequency about 1 / rank, as in text. */
    private static int word(WorkShape shape, int stream, long i) {
        double u = uniform(stream, i);
        int others = shape.words() - 1;
        return shape.kind() == WorkShape.Kind.LANGUAGE
                ? (int) Math.max(1, Math.floor(StrictMath.pow(others, u)))
                : 1 + (int) Math.floor(u * others);
    }

    /** The weights of a shape, named as the network names them. */
    public static Map<String, HostTensor> weights(WorkShape shape) {
        int words = shape.words();
        int d = shape.dimension();
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        if (shape.kind() == WorkShape.Kind.LANGUAGE) {
            weights.put("A", withNullRow(normal(100, 0.1, words, d)));
            weights.put("C", withNullRow(normal(101, 0.1, words, d)));
            weights.put("W", normal(102, 0.1, words, d));
            weights.put("H", normal(103, 0.05, d, d));
            weights.put("T_A", normal(200, 0.1, shape.slots(), d));
            weights.put("T_C", normal(201, 0.1, shape.slots(), d));
            return weights;
        }
        for (int k = 0; k <= shape.hops(); k++) {
            weights.put("E" + k, withNullRow(normal(100 + k, 0.1, words, d)));
            weights.put("T" + k, normal(200 + k, 0.1, shape.slots(), d));
        }
        return weights;
    }

    private static HostTensor withNullRow(HostTensor table) {
        Arrays.fill(table.values(), 0, table.shape().extent(1), 0);
        return table;
    }
}
