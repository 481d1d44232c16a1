package org.memn2n.data.simulation.reading;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds answers and supporting facts in text that are wrong, by a reader that knows nothing but the text and a language.
 *
 * <p>Of each question it demands that the story so far gives its answer; that the supporting sentences alone give it; that
 * without any one of them they give none or another; and, where asked to be thorough, that they are not outdated: with all
 * that was told from any sentence on they still give it.
 */
public final class StoryChecker {
    private final Language language;
    private final boolean isThorough;

    private StoryChecker(Language language, boolean isThorough) {
        this.language = language;
        this.isThorough = isThorough;
    }

    /** A checker of stories told with the lexicon of this name. */
    public static StoryChecker of(String lexicon, boolean isThorough) {
        return new StoryChecker(
                switch (lexicon) {
                    case "english" -> English.language();
                    case "german" -> German.language();
                    case "babi" -> English.languageOfBabi();
                    default -> throw new IllegalArgumentException(lexicon);
                },
                isThorough);
    }

    /** All that is wrong with the text; empty for a right one. */
    public List<String> complaints(String text) {
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
        List<Said> told = new ArrayList<>();
        for (StoryLines.Line line : story) {
            if (line.isQuestion()) {
                check(line, told, complaints);
            } else {
                told.add(language.read(line.number(), line.sentence()));
            }
        }
        complaints.addAll(new Household(told).contradictions());
        return complaints;
    }

    private void check(StoryLines.Line question, List<Said> told, List<String> complaints) {
        Said asked = language.read(question.number(), question.sentence());
        Optional<String> expected = Optional.of(question.answer());
        Optional<String> found = answer(asked, told);
        if (!found.equals(expected)) {
            complaints.add(question + " but the text says " + found);
        }
        HashSet<Integer> lines = new HashSet<>(question.support());
        List<Said> support =
                told.stream().filter(said -> lines.contains(said.line())).toList();
        if (support.size() != question.support().size()) {
            complaints.add(question + " has support that is no earlier statement, or has it twice");
        }
        if (!answer(asked, support).equals(expected)) {
            complaints.add(question + " does not follow from its support");
        }
        for (Said removed : support) {
            if (answer(asked, without(removed, support)).equals(expected)) {
                complaints.add(question + " can be answered without " + removed);
            }
        }
        if (isThorough) {
            checkThatNothingOutdatesIt(asked, support, told, complaints);
        }
    }

    private void checkThatNothingOutdatesIt(Said asked, List<Said> support, List<Said> told, List<String> complaints) {
        Optional<String> expected = answer(asked, support);
        int newest = support.stream().mapToInt(Said::line).max().orElse(0);
        for (Said first : told) {
            // Where an object has been cannot be followed across a gap after the support.
            if (asked.sense() == Sense.WHERE_WAS_OBJECT && first.line() > newest) {
                break;
            }
            List<Said> more = told.stream()
                    .filter(said -> said.line() >= first.line() || support.contains(said))
                    .toList();
            // A sentence that refers back makes no sense without the one before it.
            if (first.sense() != Sense.GOES_ON && !answer(asked, more).equals(expected)) {
                complaints.add(asked + " has support that is outdated from " + first + " on");
            }
        }
    }

    private static List<Said> without(Said removed, List<Said> support) {
        return support.stream().filter(kept -> !kept.equals(removed)).toList();
    }

    private Optional<String> answer(Said asked, List<Said> told) {
        return new Deduction(language, told).answer(asked);
    }
}
