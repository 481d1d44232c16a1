package org.memn2n.benchmarks.work;

/**
 * The sizes of one piece of work of {@code peers/SPEC.md}.
 *
 * @param name its name there
 * @param kind which network
 * @param words V, the null word included
 * @param slots n, the memory slots of each story
 * @param sentenceWords J, the most words of a sentence
 * @param shortestSentence the fewest words of a sentence
 * @param dimension d
 * @param hops K
 * @param stories B
 */
public record WorkShape(
        String name,
        Kind kind,
        int words,
        int slots,
        int sentenceWords,
        int shortestSentence,
        int dimension,
        int hops,
        int stories) {

    /** The two networks of SPEC.md. */
    public enum Kind {
        /** Stories and questions, adjacent tying, position encoding. */
        QUESTIONS,
        /** The language model: layer-wise tying with H, one word a slot, no question. */
        LANGUAGE
    }

    /** A question-answering shape; sentences have 3 to J words. */
    public static WorkShape questions(
            String name, int words, int slots, int sentenceWords, int dimension, int hops, int stories) {
        return new WorkShape(
                name,
                Kind.QUESTIONS,
                words,
                slots,
                sentenceWords,
                Math.min(3, sentenceWords),
                dimension,
                hops,
                stories);
    }

    /** A language model. */
    static WorkShape language(String name, int words, int slots, int dimension, int hops, int stories) {
        return new WorkShape(name, Kind.LANGUAGE, words, slots, 1, 1, dimension, hops, stories);
    }
}
