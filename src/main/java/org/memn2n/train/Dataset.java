package org.memn2n.train;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.memn2n.data.Corpus;
import org.memn2n.data.DataException;
import org.memn2n.data.Encoder;
import org.memn2n.data.Example;
import org.memn2n.data.Examples;
import org.memn2n.data.PlacedWords;
import org.memn2n.data.Sentence;
import org.memn2n.data.Split;
import org.memn2n.data.StoryExamples;
import org.memn2n.data.TokenWindows;
import org.memn2n.data.Vocabulary;
import org.memn2n.data.exchange.EncodedExchanges;
import org.memn2n.data.exchange.ExchangedExamples;
import org.memn2n.data.exchange.WordExchanges;
import org.memn2n.model.LengthRule;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.TimeEncoding;
import org.memn2n.random.RandomStreams;

/**
 * Training examples in numbers, with the network that fits them.
 *
 * @param config the network
 * @param vocabulary the words of the training examples
 * @param training what is trained on
 * @param validation what is held out
 * @param fingerprint of all examples in their order, to recognise the same data again
 */
public record Dataset(
        ModelConfig config, Vocabulary vocabulary, Examples training, Examples validation, String fingerprint) {
    private static final int SPLIT_STREAM = 1;

    /** The first after the null word. */
    private static final int FIRST_WORD = 1;

    /**
     * Prepares training examples.
     *
     * @throws DataException when there is none to train on, one has no answer, or none is held out where the
     *     choices need validation
     */
    public static Dataset of(List<Example> examples, ModelOptions model, TrainingOptions training) {
        for (Example example : examples) {
            if (example.answer() == null) {
                throw DataException.at(example.place(), "a question without an answer", "an answer to train on");
            }
        }
        Split<Example> split = Split.of(
                examples,
                training.validationFraction(),
                training.validation(),
                RandomStreams.of(training.seed(), SPLIT_STREAM));
        check(split, training);
        Map<Integer, WordExchanges> exchanges = training.exchangeWords() ? exchanges(split.training()) : Map.of();
        Vocabulary vocabulary =
                Vocabulary.of(examples, model.placedWords() ? placedWords(examples, exchanges) : Set.of());
        ModelConfig config = config(examples, vocabulary, model);
        return new Dataset(
                config,
                vocabulary,
                training.exchangeWords()
                        ? exchanged(config, vocabulary, split.training(), exchanges)
                        : stories(config, vocabulary, split.training()),
                stories(config, vocabulary, split.validation()),
                fingerprint(examples));
    }

    /** What can be exchanged in the examples of each task: words have their own use in each. */
    private static Map<Integer, WordExchanges> exchanges(List<Example> examples) {
        return examples.stream()
                .collect(Collectors.groupingBy(
                        Example::task,
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), WordExchanges::of)));
    }

    /** The placed words of all sentences, told with whatever words. */
    private static Set<String> placedWords(List<Example> examples, Map<Integer, WordExchanges> exchanges) {
        Map<Integer, Set<String>> placed = new TreeMap<>();
        for (Example example : examples) {
            Set<String> words = placed.computeIfAbsent(example.task(), task -> new TreeSet<>());
            example.story().forEach(sentence -> words.addAll(PlacedWords.of(sentence.words())));
            words.addAll(PlacedWords.of(example.question().words()));
        }
        Set<String> all = new TreeSet<>();
        placed.forEach((task, words) ->
                all.addAll(exchanges.containsKey(task) ? exchanges.get(task).closure(words) : words));
        return all;
    }

    private static Examples exchanged(
            ModelConfig config, Vocabulary vocabulary, List<Example> examples, Map<Integer, WordExchanges> exchanges) {
        Encoder encoder = encoder(config, vocabulary);
        Map<Integer, EncodedExchanges> encoded = new TreeMap<>();
        exchanges.forEach((task, words) -> encoded.put(task, new EncodedExchanges(words, vocabulary, encoder)));
        return new ExchangedExamples(
                encoder.encode(examples),
                examples.stream().map(example -> encoded.get(example.task())).toList(),
                Batches.of(config));
    }

    /**
     * A text for language modelling: the network guesses each word from those before it. With an output layer over answers
     * the null word, of which a text has none, is no class.
     */
    public static Dataset ofText(Corpus corpus, ModelOptions model) {
        Vocabulary vocabulary = corpus.vocabulary();
        ModelConfig config = new ModelConfig(
                model,
                vocabulary.size(),
                model.memorySize(),
                0,
                model.output() == OutputLayer.ANSWERS
                        ? IntStream.range(FIRST_WORD, vocabulary.size()).boxed().toList()
                        : List.of());
        Digest digest = new Digest();
        vocabulary.lines().forEach(digest::add);
        digest.add(corpus.training());
        digest.add(corpus.validation());
        return new Dataset(
                config,
                vocabulary,
                windows(config, corpus.training()),
                windows(config, corpus.validation()),
                digest.hex());
    }

    /** The words of a text as examples for a language model. */
    public static TokenWindows windows(ModelConfig config, int[] text) {
        int firstClass = config.options().output() == OutputLayer.ANSWERS ? FIRST_WORD : 0;
        return new TokenWindows(text, config.memorySize(), firstClass);
    }

    private static void check(Split<Example> split, TrainingOptions training) {
        int examples = split.training().size() + split.validation().size();
        if (split.training().isEmpty()) {
            throw DataException.in(
                    "the training data",
                    examples + " questions, none of them left to train on",
                    "more, or a smaller validation fraction");
        }
        boolean validated = training.linearStart() == LinearStart.VALIDATION
                || training.rateRule() == RateRule.ANNEALED
                || training.selection() != Selection.TRAINING_ERROR;
        if (validated && split.validation().isEmpty()) {
            throw DataException.in(
                    "the training data",
                    examples + " questions, none of them held out (validation fraction " + training.validationFraction()
                            + ")",
                    "at least one for a linear start, a learning rate or a selection by validation");
        }
    }

    private static ModelConfig config(List<Example> examples, Vocabulary vocabulary, ModelOptions options) {
        int longestStory = 1;
        int longestSentence = 1;
        for (Example example : examples) {
            longestStory = Math.max(longestStory, example.story().size());
            longestSentence =
                    Math.max(longestSentence, example.question().words().size());
            for (Sentence sentence : example.story()) {
                longestSentence = Math.max(longestSentence, sentence.words().size());
            }
        }
        int timeWords = options.time() == TimeEncoding.WORD ? 1 : 0;
        int perWord = options.placedWords() ? 2 : 1;
        return new ModelConfig(
                options,
                vocabulary.size(),
                // Rows of the temporal tables that no training story reaches would stay random.
                Math.min(options.memorySize(), longestStory),
                options.lengthRule() == LengthRule.LONGEST ? perWord * longestSentence + timeWords : 0,
                options.output() == OutputLayer.ANSWERS
                        ? IntStream.of(Encoder.answerWords(vocabulary, examples))
                                .boxed()
                                .toList()
                        : List.of());
    }

    /** Stories in the numbers of a network. */
    static StoryExamples stories(ModelConfig config, Vocabulary vocabulary, List<Example> examples) {
        return new StoryExamples(encoder(config, vocabulary).encode(examples), Batches.of(config));
    }

    /** The encoder of a network's input and output. */
    static Encoder encoder(ModelConfig config, Vocabulary vocabulary) {
        IntStream answers = config.options().output() == OutputLayer.ANSWERS
                ? config.answerWords().stream().mapToInt(Integer::intValue)
                : IntStream.range(0, vocabulary.size());
        return new Encoder(vocabulary, config.options().placedWords(), answers.toArray());
    }

    private static String fingerprint(List<Example> examples) {
        Digest digest = new Digest();
        for (Example example : examples) {
            digest.add(example.story().size());
            example.story().forEach(sentence -> digest.add(sentence.text()));
            digest.add(example.question().text());
            digest.add(String.valueOf(example.answer()));
        }
        return digest.hex();
    }
}
