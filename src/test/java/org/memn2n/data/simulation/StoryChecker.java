package org.memn2n.data.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Compares the answers and supporting sentences in a text with what {@link SlowReader} makes of it. */
final class StoryChecker {
    private final SlowReader reader;

    StoryChecker(Lexicon lexicon) {
        this.reader = new SlowReader(lexicon);
    }

    /** All that is wrong with the text; empty for a right one. */
    List<String> complaints(String text) {
        List<String> complaints = new ArrayList<>();
        List<List<StoryLines.Line>> stories = StoryLines.of(text);
        for (int story = 0; story < stories.size(); story++) {
            for (String complaint : complaints(stories.get(story))) {
                complaints.add("story " + story + ": " + complaint);
            }
        }
        return complaints;
    }

    private List<String> complaints(List<StoryLines.Line> story) {
        List<String> complaints = new ArrayList<>();
        List<SlowReader.Statement> told = new ArrayList<>();
        for (StoryLines.Line line : story) {
            if (line instanceof StoryLines.Told statement) {
                told.add(reader.statement(statement.number(), statement.sentence()));
            } else if (line instanceof StoryLines.Asked question) {
                check(question, told, complaints);
            }
        }
        complaints.addAll(reader.contradictions(told));
        return complaints;
    }

    private void check(StoryLines.Asked question, List<SlowReader.Statement> told, List<String> complaints) {
        Optional<SlowReader.Finding> expected =
                Optional.of(new SlowReader.Finding(question.answer(), new TreeSet<>(question.support())));
        Optional<SlowReader.Finding> found = reader.find(question.subject(), told);
        if (!found.equals(expected)) {
            complaints.add(question + " but the text says " + found);
        }
        List<SlowReader.Statement> support = told.stream()
                .filter(statement -> question.support().contains(statement.number()))
                .toList();
        if (support.size() != question.support().size()) {
            complaints.add(question + " has support that is no earlier statement, or has it twice");
        }
        if (!reader.find(question.subject(), support).equals(expected)) {
            complaints.add(question + " does not follow from its support");
        }
        for (SlowReader.Statement removed : support) {
            List<SlowReader.Statement> rest =
                    support.stream().filter(kept -> !kept.equals(removed)).toList();
            if (reader.find(question.subject(), rest).isPresent()) {
                complaints.add(question + " can be answered without " + removed);
            }
        }
    }
}
