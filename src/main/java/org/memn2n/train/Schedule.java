package org.memn2n.train;

/** Which phase comes when, how long it lasts, and its learning rate. Depends on nothing but the options. */
final class Schedule {
    private final TrainingOptions options;

    Schedule(TrainingOptions options) {
        this.options = options;
    }

    /** The phase that training begins with. */
    Phase first() {
        boolean linear = options.linearStart() != LinearStart.NONE && options.linearEpochs() > 0;
        return linear ? Phase.LINEAR : Phase.SOFTMAX;
    }

    /** The most epochs of a phase. */
    int epochs(Phase phase) {
        return phase == Phase.LINEAR ? options.linearEpochs() : options.epochs();
    }

    /** The most epochs of the whole training. */
    int epochs() {
        return (first() == Phase.LINEAR ? options.linearEpochs() : 0) + options.epochs();
    }

    /** The learning rate of an epoch, counted from 1 in its phase. */
    double learningRate(Phase phase, int epoch) {
        double start = phase == Phase.LINEAR ? options.linearLearningRate() : options.learningRate();
        int halvings = (epoch - 1) / options.halveEvery();
        return start * Math.pow(0.5, halvings);
    }

    /**
     * Whether an epoch was the last of its phase.
     *
     * @param validationLoss after this epoch
     * @param previousValidationLoss after the epoch before, infinite after the first
     */
    boolean ends(Phase phase, int epoch, double validationLoss, double previousValidationLoss) {
        boolean stoppedFalling = phase == Phase.LINEAR
                && options.linearStart() == LinearStart.VALIDATION
                && !(validationLoss < previousValidationLoss);
        return stoppedFalling || epoch >= epochs(phase);
    }
}
