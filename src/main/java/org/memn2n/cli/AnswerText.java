package org.memn2n.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.memn2n.Answer;

/** An answer for people: the answer, then how each hop looked at each sentence. */
final class AnswerText {
    private static final int BAR = 10;
    private static final String BLOCKS = " ▏▎▍▌▋▊▉█";

    private AnswerText() {}

    /** The lines to print. */
    static List<String> lines(List<String> story, Answer answer) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%s  (%.1f %%)", answer.text(), 100 * answer.probability()));
        if (!answer.unknownWords().isEmpty()) {
            lines.add("words it has never seen: " + String.join(", ", answer.unknownWords()));
        }
        if (answer.droppedSentences() > 0) {
            lines.add("sentences too old for its memory: " + answer.droppedSentences());
        }
        if (!story.isEmpty()) {
            lines.add("");
            lines.addAll(attention(story, answer));
        }
        return lines;
    }

    private static List<String> attention(List<String> story, Answer answer) {
        int width = Math.max(8, story.stream().mapToInt(String::length).max().orElse(0));
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("  ").append(" ".repeat(width));
        for (int hop = 1; hop <= answer.attention().size(); hop++) {
            head.append(String.format(Locale.ROOT, "  %-" + (BAR + 5) + "s", "hop " + hop));
        }
        lines.add(head.toString().stripTrailing());
        for (int i = 0; i < story.size(); i++) {
            StringBuilder line = new StringBuilder("  ");
            line.append(story.get(i)).append(" ".repeat(width - story.get(i).length()));
            for (List<Double> hop : answer.attention()) {
                line.append("  ").append(bar(hop.get(i)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** A bar of eighths of a column, and the number. */
    private static String bar(double weight) {
        int eighths = (int) Math.round(weight * BAR * 8);
        StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
        if (eighths % 8 > 0) {
            bar.append(BLOCKS.charAt(eighths % 8));
        }
        return bar + " ".repeat(BAR - bar.length()) + String.format(Locale.ROOT, " %.2f", weight);
    }
}
