package org.memn2n;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.memn2n.data.BatchBuilder;
import org.memn2n.data.EncodedExample;
import org.memn2n.data.Example;
import org.memn2n.data.Noise;
import org.memn2n.data.Place;
import org.memn2n.data.Sentence;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.train.Batches;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.TrainedModel;

/**
 * Answers questions about stories.
 *
 * <pre>{@code
 * try (Backend backend = Backends.auto();
 *      Predictor predictor = Predictor.load(Path.of("models/qa1"), backend)) {
 *     Answer answer = predictor.answer(List.of("Mary moved to the bathroom."), "Where is Mary?");
 * }
 * }</pre>
 *
 * <p>To follow one long story, take {@link #story}, which embeds each sentence only once.
 *
 * <p>Safe to share between threads: each call borrows a queue of work and intermediate tensors of its own.
 * Unknown words, empty stories and stories longer than the memory are answered, and the answer tells of them.
 */
public final class Predictor implements AutoCloseable {
    private static final int BATCH_SIZE = 32;

    private final TrainedModel model;
    private final Backend backend;
    private final BatchBuilder builder;
    private final AnswerReader reader;
    private final Ops owner;
    private final Parameters parameters;
    private final Sessions<Session> sessions = new Sessions<>("predictor", Session::new);
    private final Set<Story> stories = ConcurrentHashMap.newKeySet();

    /**
     * A predictor of this model on this device.
     *
     * @param backend must stay open as long as the predictor; not closed by it
     * @throws IllegalArgumentException when it is a language model
     */
    public Predictor(TrainedModel model, Backend backend) {
        model.requireStories();
        this.model = model;
        this.backend = backend;
        this.builder = Batches.of(model.config().model());
        this.reader = new AnswerReader(model, backend.device());
        this.owner = backend.newOps();
        try {
            this.parameters =
                    Parameters.upload(new ParameterLayout(model.config().model()), model.parameters(), owner);
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /**
     * Loads a model that {@code memn2n train} or {@link org.memn2n.train.Training} has saved.
     *
     * @throws org.memn2n.io.CorruptFileException when a file of the folder is damaged
     * @throws IllegalArgumentException when it is a language model
     * @throws IOException when a file is missing or cannot be read
     */
    public static Predictor load(Path folder, Backend backend) throws IOException {
        return new Predictor(new ModelFolder(folder).load(), backend);
    }

    /** The model that answers. */
    public TrainedModel model() {
        return model;
    }

    /**
     * Answers one question.
     *
     * @param story sentences, oldest first; may be empty
     * @param question the question
     * @throws IllegalStateException when this predictor is closed
     */
    public Answer answer(List<String> story, String question) {
        return answerAll(List.of(asked(story, question))).get(0);
    }

    /** A question of a program, which comes from no file and has no answer. */
    static Example asked(List<String> story, String question) {
        List<Sentence> sentences = story.stream().map(Sentence::of).toList();
        return new Example(0, sentences, Sentence.of(question), null, List.of(), new Place("", 0));
    }

    /**
     * Answers many questions, in their order; whether an example has an answer of its own does not matter.
     *
     * @throws IllegalStateException when this predictor is closed
     */
    public List<Answer> answerAll(List<Example> examples) {
        return sessions.with(session -> session.read(examples, reader::answer));
    }

    /** What the network makes of many questions, in their order. */
    List<AnswerReader.Reading> readAll(List<Example> examples) {
        return sessions.with(session -> session.read(examples, reading -> reading));
    }

    /** Turns what networks made of a question into words. */
    AnswerReader reader() {
        return reader;
    }

    /**
     * A new story, which sentences are appended to and questions are asked about in turn. To be closed; closing this
     * predictor closes it too.
     *
     * @throws IllegalStateException when this predictor is closed
     */
    public Story story() {
        return sessions.whileOpen(() -> {
            Story story = new Story(model, reader, parameters, backend.newOps(), stories::remove);
            stories.add(story);
            return story;
        });
    }

    /** Waits for calls that are running and gives back what is on the device; twice does no harm. */
    @Override
    public void close() {
        sessions.close(() -> {
            stories.forEach(Story::close);
            parameters.close();
            owner.close();
        });
    }

    /** What one call at a time needs. */
    private final class Session implements Sessions.Session {
        private final Ops ops = backend.newOps();
        private final MemoryNetwork network;

        Session() {
            try {
                this.network = new MemoryNetwork(model.config().model(), ops);
            } catch (RuntimeException e) {
                ops.close();
                throw e;
            }
        }

        <T> List<T> read(List<Example> examples, Function<AnswerReader.Reading, T> as) {
            List<EncodedExample> encoded = model.encoder().encode(examples);
            List<T> all = new ArrayList<>();
            for (int first = 0; first < examples.size(); first += BATCH_SIZE) {
                int end = Math.min(first + BATCH_SIZE, examples.size());
                read(examples.subList(first, end), encoded.subList(first, end))
                        .forEach(reading -> all.add(as.apply(reading)));
            }
            return all;
        }

        private List<AnswerReader.Reading> read(List<Example> examples, List<EncodedExample> encoded) {
            try (Batch batch = ops.upload(builder.build(encoded, Noise.none()))) {
                ops.step(() -> {
                    network.forward(parameters, batch, Attention.SOFTMAX);
                    ops.distribution(network.logits(), network.logits());
                });
                return reader.read(examples.stream().map(reader::told).toList(), network, ops);
            }
        }

        @Override
        public void close() {
            network.close();
            ops.close();
        }
    }
}
