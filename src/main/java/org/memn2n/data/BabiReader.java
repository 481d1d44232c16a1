package org.memn2n.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bAbI text format, in any language.
 *
 * <p>A line is {@code NUMBER statement} or {@code NUMBER question<TAB>answer<TAB>supporting lines}, the
 * supporting lines parted by spaces or absent. Number 1 starts a new story. Blank lines are skipped. The
 * text is UTF-8; malformed bytes are an error, not replaced.
 */
public final class BabiReader {
    private final int task;
    private final List<Example> examples = new ArrayList<>();

    // bAbI repeats few sentences many times: sharing equal ones keeps a file of 10,000 questions small.
    private final Map<String, Sentence> sentences = new HashMap<>();

    private final List<Sentence> statements = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();

    /** For each line of the story its index among the statements, or -1 for a question. */
    private final List<Integer> statementOfLine = new ArrayList<>();

    /** A question that waits for the end of its story, when the list that all its questions share is known. */
    private record Question(
            Sentence sentence,
            int statementsBefore,
            @Nullable String answer,
            List<Integer> facts,
            Place place) {}

    private BabiReader(int task) {
        this.task = task;
    }

    /**
     * Reads all examples of a stream, which stays open.
     *
     * @param file name of the file for messages and {@link Example#place}
     * @param task number of the task that the examples get
     * @throws DataException with the line when the text is not of this format
     * @throws IOException when the stream cannot be read
     */
    public static List<Example> read(InputStream in, String file, int task, Answers answers) throws IOException {
        BabiReader reader = new BabiReader(task);
        Utf8Lines lines = new Utf8Lines(in, file);
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                Place place = lines.place();
                reader.accept(BabiLine.parse(line, place, answers), place);
            }
        }
        reader.endStory();
        return List.copyOf(reader.examples);
    }

    /**
     * Reads all examples of a file.
     *
     * @throws DataException with the line when the text is not of this format, and when the file cannot be read
     */
    public static List<Example> read(Path file, int task, Answers answers) {
        String name = String.valueOf(file.getFileName());
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, name, task, answers);
        } catch (IOException e) {
            throw DataException.in(file.toString(), "a file that cannot be read (" + e + ")", "a readable text", e);
        }
    }

    private void accept(BabiLine line, Place place) {
        if (line.number() == 1) {
            endStory();
        }
        int following = statementOfLine.size() + 1;
        if (line.number() != following) {
            throw DataException.at(
                    place, "line number " + line.number(), following == 1 ? "1" : following + " or 1 for a new story");
        }
        Sentence sentence = sentences.computeIfAbsent(line.text(), Sentence::of);
        if (sentence.words().isEmpty()) {
            throw DataException.at(place, DataException.quote(line.text()), "a sentence with words");
        }
        if (line.question()) {
            List<Integer> facts = facts(line, place);
            questions.add(new Question(sentence, statements.size(), line.answer(), facts, place));
            statementOfLine.add(-1);
        } else {
            statementOfLine.add(statements.size());
            statements.add(sentence);
        }
    }

    private List<Integer> facts(BabiLine line, Place place) {
        List<Integer> facts = new ArrayList<>(line.supporting().size());
        for (int number : line.supporting()) {
            boolean earlier = number >= 1 && number <= statementOfLine.size();
            if (!earlier || statementOfLine.get(number - 1) < 0) {
                throw DataException.at(
                        place, "supporting line " + number, "the number of an earlier statement of this story");
            }
            facts.add(statementOfLine.get(number - 1));
        }
        return facts;
    }

    private void endStory() {
        List<Sentence> story = List.copyOf(statements);
        for (Question question : questions) {
            examples.add(new Example(
                    task,
                    story.subList(0, question.statementsBefore()),
                    question.sentence(),
                    question.answer(),
                    question.facts(),
                    question.place()));
        }
        statements.clear();
        questions.clear();
        statementOfLine.clear();
    }
}
