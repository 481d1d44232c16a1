package org.memn2n.model;

import org.memn2n.ops.PositionWeights;

/**
 * The choices that make a network what it is, before any data is seen. {@code docs/numerics.md} says where
 * the paper and the authors' code differ.
 *
 * @param dimension d, the components of an embedding
 * @param hops K, how often the memory is read; at least 1
 * @param memorySize N, how many of the most recent sentences are kept
 * @param tying which matrices are shared
 * @param linearMap whether a learned matrix H maps the state between hops
 * @param positionWeights how word order counts
 * @param placedWords whether each word also counts as a word of its own at its place ({@link org.memn2n.data.PlacedWords})
 * @param lengthRule what J is in the position weights
 * @param time how sentence order counts
 * @param emptySlots whether empty slots share the softmax
 * @param nonlinearity where a ReLU follows each hop
 * @param query where the first state comes from
 * @param output between which words the answer is chosen
 * @param initialDeviation the standard deviation of the normal distribution that parameters start from
 */
public record ModelOptions(
        int dimension,
        int hops,
        int memorySize,
        Tying tying,
        boolean linearMap,
        PositionWeights positionWeights,
        boolean placedWords,
        LengthRule lengthRule,
        TimeEncoding time,
        EmptySlots emptySlots,
        Nonlinearity nonlinearity,
        Query query,
        OutputLayer output,
        double initialDeviation) {

    /** More would only overflow the sizes of tables; the paper has up to 500. */
    private static final int MAX_DIMENSION = 65_536;

    /** Checks the numbers. */
    public ModelOptions {
        atLeast("dimension", dimension, 1);
        if (dimension > MAX_DIMENSION) {
            throw new IllegalArgumentException("the dimension must be at most " + MAX_DIMENSION + ": " + dimension);
        }
        atLeast("hops", hops, 1);
        atLeast("memory size", memorySize, 1);
        if (!(initialDeviation >= 0) || Double.isInfinite(initialDeviation)) {
            throw new IllegalArgumentException("the initial deviation must be 0 or more: " + initialDeviation);
        }
        if (placedWords && query != Query.QUESTION) {
            throw new IllegalArgumentException("placed words need sentences: there are none with the query " + query);
        }
    }

    private static void atLeast(String what, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("the " + what + " must be at least " + least + ": " + value);
        }
    }

    /** The paper's network for one bAbI task: 3 hops, 20 components, adjacent tying, position and temporal encoding. */
    public static Builder paper() {
        return new Builder();
    }

    /** The paper's language model: layer-wise tying with H, half of the units rectified, no question (section 5). */
    public static Builder languageModel() {
        return new Builder()
                .dimension(150)
                .memorySize(100)
                .tying(Tying.LAYER_WISE)
                .linearMap(true)
                .positionWeights(PositionWeights.BAG_OF_WORDS)
                .nonlinearity(Nonlinearity.HALF)
                .query(Query.CONSTANT)
                .initialDeviation(0.05);
    }

    /** Collects the choices; starts with {@link #paper}'s. Each method sets the choice of its name. */
    public static final class Builder {
        private int dimension = 20;
        private int hops = 3;
        private int memorySize = 50;
        private Tying tying = Tying.ADJACENT;
        private boolean linearMap;
        private PositionWeights positionWeights = PositionWeights.AUTHORS;
        private boolean placedWords;
        private LengthRule lengthRule = LengthRule.SENTENCE;
        private TimeEncoding time = TimeEncoding.TABLE;
        private EmptySlots emptySlots = EmptySlots.COUNTED;
        private Nonlinearity nonlinearity = Nonlinearity.NONE;
        private Query query = Query.QUESTION;
        private OutputLayer output = OutputLayer.VOCABULARY;
        private double initialDeviation = 0.1;

        private Builder() {}

        public Builder dimension(int value) {
            dimension = value;
            return this;
        }

        public Builder hops(int value) {
            hops = value;
            return this;
        }

        public Builder memorySize(int value) {
            memorySize = value;
            return this;
        }

        public Builder tying(Tying value) {
            tying = value;
            return this;
        }

        public Builder linearMap(boolean value) {
            linearMap = value;
            return this;
        }

        public Builder positionWeights(PositionWeights value) {
            positionWeights = value;
            return this;
        }

        public Builder placedWords(boolean value) {
            placedWords = value;
            return this;
        }

        public Builder lengthRule(LengthRule value) {
            lengthRule = value;
            return this;
        }

        public Builder time(TimeEncoding value) {
            time = value;
            return this;
        }

        public Builder emptySlots(EmptySlots value) {
            emptySlots = value;
            return this;
        }

        public Builder nonlinearity(Nonlinearity value) {
            nonlinearity = value;
            return this;
        }

        public Builder query(Query value) {
            query = value;
            return this;
        }

        public Builder output(OutputLayer value) {
            output = value;
            return this;
        }

        public Builder initialDeviation(double value) {
            initialDeviation = value;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException when a number makes no sense
         */
        public ModelOptions build() {
            return new ModelOptions(
                    dimension,
                    hops,
                    memorySize,
                    tying,
                    linearMap,
                    positionWeights,
                    placedWords,
                    lengthRule,
                    time,
                    emptySlots,
                    nonlinearity,
                    query,
                    output,
                    initialDeviation);
        }
    }
}
