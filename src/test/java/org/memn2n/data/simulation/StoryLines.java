package org.memn2n.data.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes text in the bAbI format apart into stories and lines. */
final class StoryLines {
    private static final Pattern QUESTION =
            Pattern.compile("(\\d+) Where is (?:the )?(\\S+)\\?\t(\\S+)\t(\\d+(?: \\d+)*)");
    private static final Pattern STATEMENT = Pattern.compile("(\\d+) ([^\t]+\\.)");

    private StoryLines() {}

    /** A statement, or a question with its answer. */
    sealed interface Line {
        int number();
    }

    record Told(int number, String sentence) implements Line {}

    record Asked(int number, String subject, String answer, List<Integer> support) implements Line {}

    /** The stories, each starting at a line numbered 1. */
    static List<List<Line>> of(String text) {
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
    static List<Asked> questions(String text) {
        return of(text).stream()
                .flatMap(List::stream)
                .filter(Asked.class::isInstance)
                .map(Asked.class::cast)
                .toList();
    }

    private static Line line(String written) {
        Matcher question = QUESTION.matcher(written);
        if (question.matches()) {
            List<Integer> support = Arrays.stream(question.group(4).split(" ", -1))
                    .map(Integer::valueOf)
                    .toList();
            return new Asked(Integer.parseInt(question.group(1)), question.group(2), question.group(3), support);
        }
        Matcher statement = STATEMENT.matcher(written);
        if (statement.matches()) {
            return new Told(Integer.parseInt(statement.group(1)), statement.group(2));
        }
        throw new IllegalArgumentException("neither a statement nor a question: " + written);
    }
}
