package org.memn2n.train;

/** Which phase comes when, how long it lasts, and its learning rate. Depends on nothing but the options. */
final class Schedule {
    /** An annealed rate stays while the validation loss falls below this part of the one before. */
    private static final double PROGRESS = 0.9999;

    private final TrainingOptions options;

    Schedule(TrainingOptions options) {
        this.options = options;
    }

    /** The phase that training begins with. */
    Phase first() {
        boolean linear = options.linearStart() != LinearStart.NONE && options.linearEpochs() > 0;
        return linear ? Phase.LINEAR : Phase.SOFTMAX;
    }

    /** Before the first step. */
    RestartState start() {
        return RestartState.start(first(), firstRate(first()));
    }

    /** The most epochs of a phase. */
    int epochs(Phase phase) {
        return phase == Phase.LINEAR ? options.linearEpochs() : options.epochs();
    }

    /**
     * What follows an epoch.
     *
     * @param ended the state after its last step
     * @param validationLoss after this epoch
     */
    RestartState after(RestartState ended, double validationLoss) {
        double next = nextRate(ended, validationLoss);
        boolean finished = ends(ended.phase(), ended.epoch(), validationLoss, ended.previousValidationLoss())
                || (options.rateRule() == RateRule.ANNEALED && next < options.leastRate());
        RestartState scored = ended.nextEpoch(validationLoss, next);
        return finished ? phaseAfter(scored) : scored;
    }

    /** The beginning of the phase after this one, or the end. */
    RestartState phaseAfter(RestartState state) {
        return state.phase() == Phase.LINEAR ? state.nextPhase(firstRate(Phase.SOFTMAX)) : state.finished();
    }

    private double firstRate(Phase phase) {
        return phase == Phase.LINEAR ? options.linearLearningRate() : options.learningRate();
    }

    private double nextRate(RestartState ended, double validationLoss) {
        return switch (options.rateRule()) {
            case HALVED -> {
                int halvings = ended.epoch() / options.halveEvery();
                yield firstRate(ended.phase()) * Math.pow(0.5, halvings);
            }
            case ANNEALED -> {
                boolean falls = validationLoss <= PROGRESS * ended.previousValidationLoss();
                yield falls ? ended.learningRate() : ended.learningRate() / options.rateDivisor();
            }
        };
    }

    /**
     * Whether an epoch was the last of its phase, whatever the learning rate.
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
