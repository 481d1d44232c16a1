package org.memn2n.train;

import org.memn2n.data.TimeNoise;
import org.memn2n.data.Validation;
import org.memn2n.ops.Clip;

/**
 * The choices of training. {@code docs/numerics.md} says where the paper and the authors' code differ.
 *
 * @param epochs how many epochs follow the linear start
 * @param batchSize B, examples a step
 * @param learningRate the step size of the first epochs
 * @param rateRule when the learning rate falls
 * @param halveEvery a halved learning rate is halved after so many epochs, again and again
 * @param rateDivisor what an annealed learning rate is divided by
 * @param leastRate an annealed learning rate that would fall below this ends the phase
 * @param clip which gradient norm is limited
 * @param clipThreshold the greatest norm
 * @param lossReduction sum or mean over the batch
 * @param sampling which examples an epoch visits
 * @param linearStart how long training begins without softmax in the hops
 * @param linearEpochs the epochs of a fixed linear start, and the most of one that ends by validation
 * @param linearLearningRate the step size during the linear start
 * @param validation which training examples are held out
 * @param validationFraction how many of them, as a fraction
 * @param timeNoise the noise in the time index
 * @param noiseFraction how many of the time indices are left out at most, as a fraction of the story
 * @param exchangeWords whether each example is told with other words each time, as far as the examples show that the answer
 *     stays right ({@link org.memn2n.data.exchange})
 * @param restarts how many times training is begun anew from other random parameters
 * @param selection which restart is kept
 * @param seed names every random stream of the run
 */
public record TrainingOptions(
        int epochs,
        int batchSize,
        double learningRate,
        RateRule rateRule,
        int halveEvery,
        double rateDivisor,
        double leastRate,
        Clip.Kind clip,
        double clipThreshold,
        LossReduction lossReduction,
        Sampling sampling,
        LinearStart linearStart,
        int linearEpochs,
        double linearLearningRate,
        Validation validation,
        double validationFraction,
        TimeNoise timeNoise,
        double noiseFraction,
        boolean exchangeWords,
        int restarts,
        Selection selection,
        long seed) {

    /** Checks the numbers. */
    public TrainingOptions {
        require(epochs >= 0, "epochs", epochs, "0 or more");
        require(batchSize >= 1, "batch size", batchSize, "1 or more");
        require(learningRate > 0 && learningRate < 1e6, "learning rate", learningRate, "above 0 and below 1,000,000");
        require(halveEvery >= 1, "epochs between halvings", halveEvery, "1 or more");
        require(
                rateDivisor > 1 && rateDivisor < 1e6,
                "divisor of the learning rate",
                rateDivisor,
                "above 1 and below 1,000,000");
        require(leastRate > 0 && leastRate < 1e6, "least learning rate", leastRate, "above 0 and below 1,000,000");
        require(
                clipThreshold > 0 && clipThreshold <= Double.MAX_VALUE,
                "clip threshold",
                clipThreshold,
                "above 0 and finite");
        require(linearEpochs >= 0, "linear epochs", linearEpochs, "0 or more");
        require(
                linearLearningRate > 0 && linearLearningRate < 1e6,
                "linear learning rate",
                linearLearningRate,
                "above 0 and below 1,000,000");
        require(
                validationFraction >= 0 && validationFraction < 1,
                "validation fraction",
                validationFraction,
                "0 or more and below 1");
        require(noiseFraction >= 0 && noiseFraction <= 1, "noise fraction", noiseFraction, "0 to 1");
        require(restarts >= 1, "number of restarts", restarts, "1 or more");
    }

    private static void require(boolean right, String what, Number found, String expected) {
        if (!right) {
            throw new IllegalArgumentException("the " + what + " must be " + expected + ", found " + found);
        }
    }

    /**
     * The paper's recipe for one bAbI task with linear start and time noise; the numbers that the paper leaves
     * open are those of the authors' code.
     */
    public static Builder paper() {
        return new Builder();
    }

    /** The paper's recipe for all bAbI tasks in one model: fewer epochs, a random validation set. */
    public static Builder paperJoint() {
        return new Builder().epochs(60).halveEvery(15).linearEpochs(30).validation(Validation.RANDOM);
    }

    /**
     * The paper's recipe for language modelling: no linear start, an annealed learning rate, one norm over all gradients.
     * {@link Dataset#ofText} brings its own validation set.
     */
    public static Builder paperLanguageModel() {
        return new Builder()
                .batchSize(128)
                .learningRate(0.01)
                .rateRule(RateRule.ANNEALED)
                .clip(Clip.Kind.GLOBAL)
                .clipThreshold(50)
                .sampling(Sampling.REPLACEMENT)
                .linearStart(LinearStart.NONE)
                .validationFraction(0)
                .timeNoise(TimeNoise.NONE)
                .selection(Selection.VALIDATION_LOSS);
    }

    /** A builder that starts with these choices. */
    public Builder toBuilder() {
        return new Builder()
                .epochs(epochs)
                .batchSize(batchSize)
                .learningRate(learningRate)
                .rateRule(rateRule)
                .halveEvery(halveEvery)
                .rateDivisor(rateDivisor)
                .leastRate(leastRate)
                .clip(clip)
                .clipThreshold(clipThreshold)
                .lossReduction(lossReduction)
                .sampling(sampling)
                .linearStart(linearStart)
                .linearEpochs(linearEpochs)
                .linearLearningRate(linearLearningRate)
                .validation(validation)
                .validationFraction(validationFraction)
                .timeNoise(timeNoise)
                .noiseFraction(noiseFraction)
                .exchangeWords(exchangeWords)
                .restarts(restarts)
                .selection(selection)
                .seed(seed);
    }

    /** The clip as operations want it. */
    Clip clipping() {
        return new Clip(clip, clipThreshold);
    }

    /** Collects the choices; starts with {@link #paper}'s. Each method sets the choice of its name. */
    public static final class Builder {
        private int epochs = 100;
        private int batchSize = 32;
        private double learningRate = 0.005;
        private RateRule rateRule = RateRule.HALVED;
        private int halveEvery = 25;
        private double rateDivisor = 1.5;
        private double leastRate = 1e-5;
        private Clip.Kind clip = Clip.Kind.EACH_TENSOR;
        private double clipThreshold = 40;
        private LossReduction lossReduction = LossReduction.SUM;
        private Sampling sampling = Sampling.SHUFFLE;
        private LinearStart linearStart = LinearStart.FIXED_EPOCHS;
        private int linearEpochs = 20;
        private double linearLearningRate = 0.005;
        private Validation validation = Validation.LAST;
        private double validationFraction = 0.1;
        private TimeNoise timeNoise = TimeNoise.GAPS;
        private double noiseFraction = 0.1;
        private boolean exchangeWords;
        private int restarts = 1;
        private Selection selection = Selection.TRAINING_ERROR;
        private long seed = 1;

        private Builder() {}

        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        public Builder rateRule(RateRule value) {
            rateRule = value;
            return this;
        }

        public Builder halveEvery(int value) {
            halveEvery = value;
            return this;
        }

        public Builder rateDivisor(double value) {
            rateDivisor = value;
            return this;
        }

        public Builder leastRate(double value) {
            leastRate = value;
            return this;
        }

        public Builder clip(Clip.Kind value) {
            clip = value;
            return this;
        }

        public Builder clipThreshold(double value) {
            clipThreshold = value;
            return this;
        }

        public Builder lossReduction(LossReduction value) {
            lossReduction = value;
            return this;
        }

        public Builder sampling(Sampling value) {
            sampling = value;
            return this;
        }

        public Builder linearStart(LinearStart value) {
            linearStart = value;
            return this;
        }

        public Builder linearEpochs(int value) {
            linearEpochs = value;
            return this;
        }

        public Builder linearLearningRate(double value) {
            linearLearningRate = value;
            return this;
        }

        public Builder validation(Validation value) {
            validation = value;
            return this;
        }

        public Builder validationFraction(double value) {
            validationFraction = value;
            return this;
        }

        public Builder timeNoise(TimeNoise value) {
            timeNoise = value;
            return this;
        }

        public Builder noiseFraction(double value) {
            noiseFraction = value;
            return this;
        }

        public Builder exchangeWords(boolean value) {
            exchangeWords = value;
            return this;
        }

        public Builder restarts(int value) {
            restarts = value;
            return this;
        }

        public Builder selection(Selection value) {
            selection = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException when a number makes no sense
         */
        public TrainingOptions build() {
            return new TrainingOptions(
                    epochs,
                    batchSize,
                    learningRate,
                    rateRule,
                    halveEvery,
                    rateDivisor,
                    leastRate,
                    clip,
                    clipThreshold,
                    lossReduction,
                    sampling,
                    linearStart,
                    linearEpochs,
                    linearLearningRate,
                    validation,
                    validationFraction,
                    timeNoise,
                    noiseFraction,
                    exchangeWords,
                    restarts,
                    selection,
                    seed);
        }
    }
}
