package org.memn2n;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.memn2n.Answer.Choice;
import org.memn2n.data.Encoder;
import org.memn2n.data.Example;
import org.memn2n.data.Sentence;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.ops.Ops;
import org.memn2n.tensor.HostTensor;
import org.memn2n.train.TrainedModel;

/** Turns what a network computed for a batch back into words. */
final class AnswerReader {
    private static final int TOP = 5;

    private final TrainedModel model;
    private final Encoder encoder;

    /** The classes that can be answers; others stand for no word, for a time, or for a word at a place. */
    private final int[] answers;

    private final String device;

    AnswerReader(TrainedModel model, String device) {
        this.model = model;
        this.encoder = model.encoder();
        this.answers = IntStream.range(0, encoder.classCount())
                .filter(encoder::canAnswer)
                .toArray();
        this.device = device;
    }

    /**
     * What the answer has to know of a story and a question.
     *
     * @param sentences how many the story has, dropped ones included
     * @param unknownWords words in story and question that the model has never seen, each once, in their order
     */
    record Told(int sentences, Collection<String> unknownWords) {}

    /** What the answer has to know of an example. */
    Told told(Example example) {
        Set<String> unknown = new LinkedHashSet<>();
        example.story().forEach(sentence -> unknown.addAll(unknownWords(sentence)));
        unknown.addAll(unknownWords(example.question()));
        return new Told(example.story().size(), unknown);
    }

    /** The words of a sentence that the model has never seen. */
    List<String> unknownWords(Sentence sentence) {
        return sentence.words().stream()
                .filter(word -> !model.vocabulary().knows(word))
                .toList();
    }

    /**
     * What a network made of a question.
     *
     * @param told what it was told
     * @param probabilities of all classes, [classes]
     * @param attention for each hop a row over the story's sentences
     * @param dropped how many of the oldest sentences did not fit the memory
     */
    record Reading(Told told, float[] probabilities, List<AttentionRow> attention, int dropped) {
        /** The mean of what several networks made of the same question; a word is unknown that the first has never seen. */
        static Reading mean(List<Reading> readings) {
            Reading first = readings.get(0);
            List<AttentionRow> attention = new ArrayList<>();
            for (int hop = 0; hop < first.attention.size(); hop++) {
                int row = hop;
                attention.add(AttentionRow.mean(readings.stream()
                        .map(reading -> reading.attention.get(row))
                        .toList()));
            }
            int dropped = readings.stream().mapToInt(Reading::dropped).min().orElseThrow();
            return new Reading(first.told, mean(readings.stream().map(Reading::probabilities)), attention, dropped);
        }

        private static float[] mean(Stream<float[]> rows) {
            List<float[]> all = rows.toList();
            // Networks with a longer memory may have more classes, which stand for times and come after the answers.
            float[] mean =
                    new float[all.stream().mapToInt(row -> row.length).max().orElseThrow()];
            for (int i = 0; i < mean.length; i++) {
                double sum = 0;
                for (float[] row : all) {
                    sum += i < row.length ? row[i] : 0;
                }
                mean[i] = (float) (sum / all.size());
            }
            return mean;
        }
    }

    /**
     * What the network made of a batch; waits for the device.
     *
     * @param stories what was told, in the order of the batch
     * @param network whose logits have become probabilities
     */
    List<Reading> read(List<Told> stories, MemoryNetwork network, Ops ops) {
        HostTensor probabilities = ops.download(network.logits());
        int classes = probabilities.shape().extent(1);
        int hops = model.config().model().options().hops();
        List<float[]> weights = IntStream.range(0, hops)
                .mapToObj(hop -> ops.download(network.weights(hop)).values())
                .toList();
        List<Reading> readings = new ArrayList<>();
        int slot = 0;
        for (int b = 0; b < stories.size(); b++) {
            Told told = stories.get(b);
            int kept = Math.min(model.config().model().memorySize(), told.sentences());
            int dropped = told.sentences() - kept;
            readings.add(new Reading(
                    told,
                    Arrays.copyOfRange(probabilities.values(), b * classes, (b + 1) * classes),
                    attention(weights, slot, slot + kept, dropped),
                    dropped));
            slot += kept;
        }
        return readings;
    }

    /** The answer that follows from it. */
    Answer answer(Reading reading) {
        List<Choice> top = top(reading.probabilities());
        return new Answer(
                top.get(0).text(),
                top.get(0).probability(),
                top,
                List.copyOf(reading.attention()),
                List.copyOf(reading.told().unknownWords()),
                reading.dropped(),
                device);
    }

    /** The most probable answers, best first: of equals the first, as where answers are scored; NaN comes last. */
    private List<Choice> top(float[] values) {
        int[] best = new int[Math.min(TOP, answers.length)];
        int found = 0;
        for (int c : answers) {
            int place = found;
            while (place > 0 && Float.compare(-values[c], -values[best[place - 1]]) < 0) {
                place--;
            }
            if (place < best.length) {
                found = Math.min(found + 1, best.length);
                System.arraycopy(best, place, best, place + 1, found - place - 1);
                best[place] = c;
            }
        }
        return Arrays.stream(best)
                .mapToObj(c -> new Choice(encoder.answer(c), values[c]))
                .toList();
    }

    private static List<AttentionRow> attention(List<float[]> weights, int firstSlot, int endSlot, int dropped) {
        List<AttentionRow> rows = new ArrayList<>();
        for (float[] hop : weights) {
            rows.add(new AttentionRow(dropped, Arrays.copyOfRange(hop, firstSlot, endSlot)));
        }
        return rows;
    }
}
