package org.memn2n.train;

/**
 * How far one restart has come: with the parameters, all that is needed to go on to the very same result.
 * Random streams are named by these numbers, so there is no generator to save.
 *
 * @param phase the phase it is in
 * @param epoch the epoch of the phase, from 1
 * @param step the next step of the epoch, from 0
 * @param steps how many steps were made in all
 * @param learningRate the step size of the epoch
 * @param loss the sum of losses so far in this epoch
 * @param wrong the wrong answers so far in this epoch
 * @param examples the examples so far in this epoch
 * @param validationLoss the mean loss on the validation examples after the last epoch of this phase; below 0
 *     before there is one
 * @param done whether training has ended
 */
public record RestartState(
        Phase phase,
        int epoch,
        int step,
        long steps,
        double learningRate,
        double loss,
        long wrong,
        long examples,
        double validationLoss,
        boolean done) {

    /** Before the first step. */
    static RestartState start(Phase phase, double learningRate) {
        return new RestartState(phase, 1, 0, 0, learningRate, 0, 0, 0, -1, false);
    }

    /** The next step of this epoch, with the epoch's sums so far. */
    RestartState at(int nextStep, long allSteps, double newLoss, long newWrong, long newExamples) {
        return new RestartState(
                phase, epoch, nextStep, allSteps, learningRate, newLoss, newWrong, newExamples, validationLoss, done);
    }

    /** The beginning of the next epoch of this phase. */
    RestartState nextEpoch(double newValidationLoss, double newLearningRate) {
        return new RestartState(phase, epoch + 1, 0, steps, newLearningRate, 0, 0, 0, newValidationLoss, false);
    }

    /** The beginning of the phase after the linear start. */
    RestartState nextPhase(double newLearningRate) {
        return new RestartState(Phase.SOFTMAX, 1, 0, steps, newLearningRate, 0, 0, 0, -1, false);
    }

    /** The end. */
    RestartState finished() {
        return new RestartState(phase, epoch, 0, steps, learningRate, 0, 0, 0, validationLoss, true);
    }

    /** The loss to compare the next epoch's with: infinite before there is one. */
    double previousValidationLoss() {
        return validationLoss < 0 ? Double.POSITIVE_INFINITY : validationLoss;
    }
}
