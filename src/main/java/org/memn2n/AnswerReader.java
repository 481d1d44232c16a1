package org.memn2n;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.memn2n.Answer.Choice;
import org.memn2n.data.Encoder;
import org.memn2n.data.Example;
import org.memn2n.data.Sentence;
import org.memn2n.tensor.HostTensor;
import org.memn2n.train.TrainedModel;

/** Turns what a network computed for a batch back into words. */
final class AnswerReader {
    private static final int TOP = 5;

    /** What a class is called that stands for a time and not for a word. */
    private static final String TIME_WORD = "<time>";

    private final TrainedModel model;
    private final Encoder encoder;
    private final String device;

    AnswerReader(TrainedModel model, String device) {
        this.model = model;
        this.encoder = model.encoder();
        this.device = device;
    }

    /**
     * The answers of a batch.
     *
     * @param probabilities [B, C]
     * @param weights for each hop [S]: the slots of the first example, then those of the second, and so on
     */
    List<Answer> read(List<Example> examples, HostTensor probabilities, List<float[]> weights) {
        int memorySize = model.config().model().memorySize();
        List<Answer> answers = new ArrayList<>();
        int slot = 0;
        for (int b = 0; b < examples.size(); b++) {
            Example example = examples.get(b);
            int kept = Math.min(memorySize, example.story().size());
            List<Choice> top = top(probabilities, b);
            answers.add(new Answer(
                    top.get(0).text(),
                    top.get(0).probability(),
                    top,
                    attention(weights, slot, kept, example.story().size()),
                    unknownWords(example),
                    example.story().size() - kept,
                    device));
            slot += kept;
        }
        return answers;
    }

    private List<Choice> top(HostTensor probabilities, int b) {
        int classes = probabilities.shape().extent(1);
        float[] values = probabilities.values();
        // The sort is stable, so the first of equals comes first, as where answers are scored.
        return IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -values[b * classes + c]))
                .limit(TOP)
                .map(c -> new Choice(word(c), values[b * classes + c]))
                .toList();
    }

    private String word(int classIndex) {
        return classIndex < encoder.classCount() ? encoder.answer(classIndex) : TIME_WORD;
    }

    private static List<List<Double>> attention(List<float[]> weights, int firstSlot, int kept, int sentences) {
        return weights.stream()
                .map(hop -> IntStream.range(0, sentences)
                        .mapToObj(i -> {
                            int slot = i - (sentences - kept);
                            return slot < 0 ? 0.0 : (double) hop[firstSlot + slot];
                        })
                        .toList())
                .toList();
    }

    private List<String> unknownWords(Example example) {
        Set<String> unknown = new LinkedHashSet<>();
        Stream.concat(example.story().stream(), Stream.of(example.question()))
                .map(Sentence::words)
                .forEach(words -> words.stream()
                        .filter(word -> !model.vocabulary().knows(word))
                        .forEach(unknown::add));
        return List.copyOf(unknown);
    }
}
