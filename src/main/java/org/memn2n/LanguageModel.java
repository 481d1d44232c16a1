package org.memn2n;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.Answer.Choice;
import org.memn2n.data.Corpus;
import org.memn2n.data.Encoder;
import org.memn2n.data.TokenWindows;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.random.RandomStreams;
import org.memn2n.train.Dataset;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.TrainedModel;

/**
 * Says which word comes next in a text, and goes on with texts. For one thread at a time.
 *
 * <pre>{@code
 * try (LanguageModel model = LanguageModel.load(folder, backend)) {
 *     List<Answer.Choice> next = model.next(List.of("the", "price", "of"), 5);
 * }
 * }</pre>
 */
public final class LanguageModel implements AutoCloseable {
    private final TrainedModel model;
    private final Encoder encoder;
    private final Ops ops;
    private final Parameters parameters;
    private final MemoryNetwork network;
    private boolean closed;

    /**
     * A language model on a device.
     *
     * @param backend must stay open as long as the model; not closed by it
     * @throws IllegalArgumentException when the model answers questions instead
     */
    public LanguageModel(TrainedModel model, Backend backend) {
        model.requireText();
        this.model = model;
        this.encoder = model.encoder();
        this.ops = backend.newOps();
        try {
            this.parameters =
                    Parameters.upload(new ParameterLayout(model.config().model()), model.parameters(), ops);
            this.network = new MemoryNetwork(model.config().model(), ops);
        } catch (RuntimeException e) {
            ops.close();
            throw e;
        }
    }

    /**
     * Loads a language model that {@code memn2n lm train} has saved.
     *
     * @throws org.memn2n.io.CorruptFileException when a file of the folder is damaged
     * @throws IllegalArgumentException when the model answers questions instead
     * @throws IOException when a file is missing or cannot be read
     */
    public static LanguageModel load(Path folder, Backend backend) throws IOException {
        return new LanguageModel(new ModelFolder(folder).load(), backend);
    }

    /** The model that guesses. */
    public TrainedModel model() {
        return model;
    }

    /**
     * The most probable next words, best first.
     *
     * @param text the words so far, oldest first, of which the newest fill the memory; may be empty. Words that the model
     *     does not know are read as {@link Corpus#UNKNOWN} where it has that, otherwise as blanks
     * @param most how many words at most; 0 or more
     * @throws IllegalStateException when this model is closed
     */
    public List<Choice> next(List<String> text, int most) {
        requireOpen();
        requireCount(most);
        float[] probabilities = read(text, true);
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -probabilities[c]))
                .limit(most)
                .map(c -> new Choice(encoder.answer(c), probabilities[c]))
                .toList();
    }

    /**
     * Goes on with a text by drawing one word after the other.
     *
     * <p>After few words it writes a jumble, for it was hardly trained on memories that are not full: put a {@link #leadIn}
     * before a short text.
     *
     * @param text the words so far; may be empty
     * @param count how many words to draw; 0 or more
     * @param temperature 1 draws as the model believes, less prefers the probable words, more the improbable; above 0
     * @param unknown whether {@link Corpus#UNKNOWN} may be drawn
     * @param seed equal seeds give equal words
     * @return the drawn words
     * @throws IllegalArgumentException when the temperature is not above 0, or no word may be drawn
     * @throws IllegalStateException when this model is closed
     */
    public List<String> generate(List<String> text, int count, double temperature, boolean unknown, long seed) {
        List<String> drawn = new ArrayList<>();
        generate(text, count, temperature, unknown, seed, drawn::add);
        return List.copyOf(drawn);
    }

    /**
     * The same, a word at a time.
     *
     * @param drawn gets each word as soon as it is drawn
     */
    public void generate(
            List<String> text, int count, double temperature, boolean unknown, long seed, Consumer<String> drawn) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("the temperature must be above 0, found " + temperature);
        }
        requireOpen();
        requireCount(count);
        RandomGenerator random = RandomStreams.of(seed);
        int[] allowed = allowed(unknown);
        int most = model.config().model().memorySize();
        Deque<String> memory = new ArrayDeque<>(text.subList(Math.max(0, text.size() - most), text.size()));
        for (int i = 0; i < count; i++) {
            String word = encoder.answer(draw(read(List.copyOf(memory), false), allowed, temperature, random));
            memory.add(word);
            if (memory.size() > most) {
                memory.remove();
            }
            drawn.accept(word);
        }
    }

    /**
     * A text of the model's own, to be put before one that does not fill its memory. Its first words are the jumble that
     * {@link #generate} writes after none; twice as many words as the memory holds leave that behind. It begins with a
     * line's end, and ends with one where the model knows lines.
     *
     * @param count how many words to draw; 0 or more
     * @param temperature as in {@link #generate}
     * @param unknown as in {@link #generate}
     * @param seed equal seeds give equal words
     * @return the drawn words and the ends of lines about them
     * @throws IllegalArgumentException when the temperature is not above 0, or no word may be drawn
     * @throws IllegalStateException when this model is closed
     */
    public List<String> leadIn(int count, double temperature, boolean unknown, long seed) {
        List<String> text = new ArrayList<>(List.of(Corpus.END));
        text.addAll(generate(text, count, temperature, unknown, seed));
        boolean parted = text.get(text.size() - 1).equals(Corpus.END);
        if (!parted && model.vocabulary().id(Corpus.END) != 0) {
            text.add(Corpus.END);
        }
        return List.copyOf(text);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this language model is closed");
        }
    }

    private static void requireCount(int words) {
        if (words < 0) {
            throw new IllegalArgumentException("the number of words must be 0 or more, found " + words);
        }
    }

    /** The classes that may be drawn, some at least. */
    private int[] allowed(boolean unknown) {
        int[] allowed = IntStream.range(0, encoder.classCount())
                .filter(c -> unknown || !encoder.answer(c).equals(Corpus.UNKNOWN))
                .toArray();
        if (allowed.length == 0) {
            throw new IllegalArgumentException("the model " + model.config().name() + " knows no word but "
                    + Corpus.UNKNOWN + "; allow it to be drawn");
        }
        return allowed;
    }

    /** A class, by the logits, which no temperature and no forbidden word makes too small to draw by. */
    private static int draw(float[] logits, int[] allowed, double temperature, RandomGenerator random) {
        double highest =
                Arrays.stream(allowed).mapToDouble(c -> logits[c]).max().orElseThrow();
        double[] weights = Arrays.stream(allowed)
                .mapToDouble(c -> Math.exp((logits[c] - highest) / temperature))
                .toArray();
        double left = random.nextDouble() * Arrays.stream(weights).sum();
        int drawn = 0;
        for (int i = 0; i < weights.length && left >= 0; i++) {
            if (weights[i] > 0) {
                drawn = i;
                left -= weights[i];
            }
        }
        return allowed[drawn];
    }

    /** [C] the probability of each class after this text, or its logit. */
    private float[] read(List<String> text, boolean probabilities) {
        int kept = Math.min(text.size(), model.config().model().memorySize());
        // The word at the last place is the one that is asked for: what stands there does not matter.
        int[] words = IntStream.concat(
                        text.subList(text.size() - kept, text.size()).stream().mapToInt(this::id), IntStream.of(1))
                .toArray();
        TokenWindows windows = Dataset.windows(model.config().model(), words);
        try (Batch batch = ops.upload(windows.build(new int[] {kept}))) {
            ops.step(() -> {
                network.forward(parameters, batch, Attention.SOFTMAX);
                if (probabilities) {
                    ops.distribution(network.logits(), network.logits());
                }
            });
            return ops.download(network.logits()).values();
        }
    }

    private int id(String word) {
        int id = model.vocabulary().id(word);
        return id == 0 ? model.vocabulary().id(Corpus.UNKNOWN) : id;
    }

    @Override
    public void close() {
        closed = true;
        network.close();
        parameters.close();
        ops.close();
    }
}
