package org.memn2n.data.simulation.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes text in the bAbI format apart into stories and lines. */
public final class StoryLines {
    private static final Pattern LINE = Pattern.compile("(\\d+) ([^\t]+[.?])(?: ?\t([^\t]+)\t(\\d+(?: \\d+)*))?");

    private StoryLines() {}

    /**
     * A statement, or a question with its answer.
     *
     * @param answer empty for a statement
     * @param support the lines of the supporting sentences
     */
    public record Line(int number, String sentence, String answer, List<Integer> support) {
        /** Whether it is a question. */
        public boolean isQuestion() {
            return !answer.isEmpty();
        }
    }

    /** The stories, each starting at a line numbered 1. */
    public static List<List<Line>> of(String text) {
        List<List<Line>> stories = new ArrayList<>();
        if (text.isEmpty()) {
            return stories;
        }
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line does not end");
        }
        for (String written : text.substring(0, text.length() - 1).split("\n", -1)) {
            Line line = line(written);
            if (line.number() == 1) {
                stories.add(new ArrayList<>());
            }
            List<Line> story = stories.get(stories.size() - 1);
            story.add(line);
            if (line.number() != story.size()) {
                throw new IllegalArgumentException("line " + story.size() + " of a story reads " + written);
            }
        }
        return stories;
    }

    /** All questions of all stories. */
    public static List<Line> questions(String text) {
        return of(text).stream().flatMap(List::stream).filter(Line::isQuestion).toList();
    }

    private static Line line(String written) {
        Matcher line = LINE.matcher(written);
        if (!line.matches()) {
            throw new IllegalArgumentException("neither a statement nor a question: " + written);
        }
        int number = Integer.parseInt(line.group(1));
        if (line.group(3) == null) {
            return new Line(number, line.group(2), "", List.of());
        }
        List<Integer> support = Arrays.stream(line.group(4).split(" ", -1))
                .map(Integer::valueOf)
                .toList();
        return new Line(number, line.group(2), line.group(3), support);
    }
}
