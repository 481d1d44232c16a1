package org.memn2n.model;

import java.util.List;
import org.memn2n.ops.SentenceEncoding;

/**
 * A network that fits certain data: the choices and the sizes that the training data gave.
 *
 * @param options the choices
 * @param words how many words there are, the null word included
 * @param memorySize N: {@code options.memorySize()}, or less when no training story is so long
 * @param fixedLength the J of position encoding for all sentences; 0 for each sentence's own
 * @param answerWords for an output layer of answers, the word of each class; empty for the whole vocabulary
 */
public record ModelConfig(ModelOptions options, int words, int memorySize, int fixedLength, List<Integer> answerWords) {

    /** Checks that sizes and choices agree. */
    public ModelConfig {
        answerWords = List.copyOf(answerWords);
        if (words < 1 || memorySize < 1 || fixedLength < 0) {
            throw new IllegalArgumentException("need at least the null word, one memory slot and a length of 0 or more:"
                    + " words " + words + ", memory size " + memorySize + ", length " + fixedLength);
        }
        if ((options.output() == OutputLayer.ANSWERS) == answerWords.isEmpty()) {
            throw new IllegalArgumentException("output layer " + options.output() + " with " + answerWords.size()
                    + " answer words: an output of answers needs some, one over the vocabulary has none");
        }
        for (int word : answerWords) {
            if (word < 0 || word >= words) {
                throw new IllegalArgumentException("answer word " + word + " is not one of the " + words + " words");
            }
        }
    }

    /** The rows of a word table: the words and, where time is a word, a word for each slot. */
    public int tableRows() {
        return options.time() == TimeEncoding.WORD ? words + memorySize : words;
    }

    /** C, the number of answer classes. */
    public int classes() {
        return options.output() == OutputLayer.ANSWERS ? answerWords.size() : tableRows();
    }

    /** Whether it says how a text goes on, and is asked no questions. */
    public boolean readsText() {
        return options.query() == Query.CONSTANT;
    }

    /** How sentences are encoded. */
    public SentenceEncoding encoding() {
        return new SentenceEncoding(options.positionWeights(), fixedLength);
    }

    /** How many slots the softmax covers at least. */
    int softmaxWidth() {
        return options.emptySlots() == EmptySlots.COUNTED ? memorySize : 0;
    }
}
