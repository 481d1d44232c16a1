package org.memn2n;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.memn2n.data.Example;
import org.memn2n.ops.Backend;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.TrainedModel;

/**
 * Several models that answer questions about stories together: the probability of an answer is the mean of theirs, and the
 * attention of a hop is the mean of theirs in this hop. Networks that were trained apart err apart, so together they are
 * often right where one alone is not. Words count as unknown that the first of them has never seen.
 *
 * <p>Safe to share between threads, as {@link Predictor} is.
 */
public final class Ensemble implements AutoCloseable {
    /** Questions read by all members before the next ones are: their distributions are kept meanwhile. */
    private static final int CHUNK = 256;

    private final List<Predictor> members = new ArrayList<>();

    /** Each predictor has sessions of its own; these only keep calls and closing apart. */
    private final Sessions<Sessions.Session> calls = new Sessions<>("ensemble", () -> () -> {});

    /**
     * An ensemble of these models on this device.
     *
     * @param backend must stay open as long as the ensemble; not closed by it
     * @throws IllegalArgumentException when there are none, they have not the same answers and as many hops, or are language
     *     models
     */
    public Ensemble(List<TrainedModel> models, Backend backend) {
        TrainedModel.requireTogether(models);
        try {
            models.forEach(model -> members.add(new Predictor(model, backend)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Loads every model in the folders within this one, or the model in this folder itself.
     *
     * @throws org.memn2n.io.CorruptFileException when a file of a model is damaged
     * @throws IOException when a file is missing or cannot be read
     * @throws IllegalArgumentException when they cannot answer together
     */
    public static Ensemble load(Path folder, Backend backend) throws IOException {
        return new Ensemble(ModelFolder.loadAll(folder), backend);
    }

    /**
     * Answers one question.
     *
     * @param story sentences, oldest first; may be empty
     * @param question the question
     * @throws IllegalStateException when this ensemble is closed
     */
    public Answer answer(List<String> story, String question) {
        return answerAll(List.of(Predictor.asked(story, question))).get(0);
    }

    /**
     * Answers many questions, in their order; whether an example has an answer of its own does not matter.
     *
     * @throws IllegalStateException when this ensemble is closed
     */
    public List<Answer> answerAll(List<Example> examples) {
        return calls.whileOpen(() -> read(examples));
    }

    private List<Answer> read(List<Example> examples) {
        List<Answer> answers = new ArrayList<>();
        for (int first = 0; first < examples.size(); first += CHUNK) {
            List<Example> chunk = examples.subList(first, Math.min(first + CHUNK, examples.size()));
            List<List<AnswerReader.Reading>> readings =
                    members.stream().map(member -> member.readAll(chunk)).toList();
            for (int i = 0; i < chunk.size(); i++) {
                int question = i;
                answers.add(members.get(0)
                        .reader()
                        .answer(AnswerReader.Reading.mean(readings.stream()
                                .map(ofMember -> ofMember.get(question))
                                .toList())));
            }
        }
        return answers;
    }

    /** Waits for calls that are running and gives back what is on the device; twice does no harm. */
    @Override
    public void close() {
        calls.close(() -> members.forEach(Predictor::close));
    }
}
