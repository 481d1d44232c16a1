package org.memn2n.benchmarks.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.memn2n.Answer;
import org.memn2n.data.Example;

/** A story of a test set with the attention of its answer, as in the paper's figures. */
public final class AttentionStory {
    private static final int SHORTEST = 4;
    private static final int LONGEST = 15;

    private AttentionStory() {}

    /**
     * Which story to show: the first question that was answered right from a story of several sentences but not many, otherwise the first
     * that was answered right, otherwise the first. No better reason than that makes it stand for the others.
     */
    public static int choose(List<Example> examples, List<Answer> answers) {
        int[] right = IntStream.range(0, examples.size())
                .filter(i -> answers.get(i).text().equals(examples.get(i).answer()))
                .toArray();
        return IntStream.of(right)
                .filter(i -> examples.get(i).story().size() >= SHORTEST
                        && examples.get(i).story().size() <= LONGEST)
                .findFirst()
                .orElse(right.length > 0 ? right[0] : 0);
    }

    /** The story as a Markdown table. */
    public static String table(Example example, Answer answer) {
        int hops = answer.attention().size();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s **%s** (%.0f %%; right: %s)%n%n| sentence | supports |",
                example.question().text(),
                answer.text(),
                100 * answer.probability(),
                example.answer()));
        IntStream.rangeClosed(1, hops)
                .forEach(hop -> text.append(" hop ").append(hop).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(hops)).append('\n');
        for (int i = 0; i < example.story().size(); i++) {
            text.append("| ").append(example.story().get(i).text()).append(" | ");
            text.append(example.supportingFacts().contains(i) ? "yes" : "").append(" |");
            for (List<Double> hop : answer.attention()) {
                text.append(String.format(Locale.ROOT, " %.2f |", hop.get(i)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** A sentence, with a mark if it supports the answer. */
    static String marked(Example example, int sentence) {
        // Rows must differ from each other, and a story may say the same twice.
        return (example.supportingFacts().contains(sentence) ? "* " : "") + (sentence + 1) + " "
                + example.story().get(sentence).text();
    }
}
