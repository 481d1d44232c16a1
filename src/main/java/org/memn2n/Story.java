package org.memn2n;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.memn2n.data.Encoder;
import org.memn2n.data.Sentence;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.Parameters;
import org.memn2n.model.StoryMemory;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.train.TrainedModel;

/**
 * A story that goes on, and questions in between: each sentence is embedded once, before the first question after it, and
 * its vectors stay on the device. A question then costs its own words and the hops, however long the sentences are (where time is a
 * word and no table, it costs a look-up for each word of theirs too).
 *
 * <pre>{@code
 * try (Story story = predictor.story()) {
 *     story.append("Mary moved to the bathroom.");
 *     Answer answer = story.answer("Where is Mary?");
 *     story.append("Mary went to the garden.");
 *     ...
 * }
 * }</pre>
 *
 * <p>Answers are those of {@link Predictor#answer} for all sentences so far, to rounding. The newest N sentences are kept,
 * N being the model's memory; what is kept of older ones is their number and the words in them that the model does not
 * know.
 *
 * <p>Safe to share between threads: calls come one after the other. Different stories run side by side.
 */
public final class Story implements AutoCloseable {
    private final TrainedModel model;
    private final Encoder encoder;
    private final AnswerReader reader;
    private final Parameters parameters;
    private final Ops ops;
    private final MemoryNetwork network;
    private final StoryMemory memory;
    private final Consumer<Story> whenClosed;

    /** Sentences that have not been embedded, N at most. */
    private final Deque<int[]> waiting = new ArrayDeque<>();

    private final Set<String> unknownWords = new LinkedHashSet<>();
    private int sentences;
    private boolean closed;

    /**
     * An empty story.
     *
     * @param ops closed with this story
     */
    Story(TrainedModel model, AnswerReader reader, Parameters parameters, Ops ops, Consumer<Story> whenClosed) {
        this.model = model;
        this.encoder = model.encoder();
        this.reader = reader;
        this.parameters = parameters;
        this.ops = ops;
        this.whenClosed = whenClosed;
        ModelConfig config = model.config().model();
        try {
            this.network = new MemoryNetwork(config, ops);
            this.memory = new StoryMemory(config, parameters, ops);
        } catch (RuntimeException e) {
            ops.close();
            throw e;
        }
    }

    /**
     * Adds the next sentence. The device hears of it with the next question.
     *
     * @throws IllegalStateException when this story or its predictor is closed
     */
    public synchronized void append(String sentence) {
        requireOpen();
        Sentence read = Sentence.of(sentence);
        unknownWords.addAll(reader.unknownWords(read));
        waiting.addLast(encoder.words(read));
        sentences = Math.addExact(sentences, 1);
        if (waiting.size() > model.config().model().memorySize()) {
            waiting.removeFirst();
        }
    }

    /** How many sentences were appended. */
    public synchronized int sentences() {
        return sentences;
    }

    /**
     * Answers a question about all sentences so far; the question does not become part of the story.
     *
     * @throws IllegalStateException when this story or its predictor is closed
     */
    public synchronized Answer answer(String question) {
        requireOpen();
        memory.append(List.copyOf(waiting));
        waiting.clear();
        Sentence read = Sentence.of(question);
        try (Batch batch = memory.ask(encoder.words(read))) {
            ops.step(() -> {
                network.forward(parameters, memory, batch);
                ops.distribution(network.logits(), network.logits());
            });
            Set<String> unknown = new LinkedHashSet<>(unknownWords);
            unknown.addAll(reader.unknownWords(read));
            return reader.answer(reader.read(List.of(new AnswerReader.Told(sentences, unknown)), network, ops)
                    .get(0));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this story is closed");
        }
    }

    /** Waits for a call that is running and gives back what is on the device; twice does no harm. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            memory.close();
            network.close();
            ops.close();
            whenClosed.accept(this);
        }
    }
}
