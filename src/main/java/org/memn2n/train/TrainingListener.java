package org.memn2n.train;

import java.nio.file.Path;

/**
 * Hears how training goes. Methods are called from training threads, one call at a time for each restart,
 * and must return quickly; what they throw stops the training.
 */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /** This listener, and then another. */
    default TrainingListener and(TrainingListener next) {
        return new BothListeners(this, next);
    }

    /**
     * Some way into an epoch, a few times a second at most.
     *
     * @param job the name of the model that is trained
     * @param restart which restart, from 1
     * @param examples how many examples were trained on since the last call
     * @param meanLoss the mean loss of this epoch so far, in nats
     */
    default void progressed(String job, int restart, int examples, double meanLoss) {}

    /** After each epoch. */
    default void epochEnded(EpochReport report) {}

    /** After each restart. */
    default void restartEnded(RestartReport report) {}

    /**
     * After each restart, with the model it ended with, whether or not it will be kept.
     *
     * @param model that restart's
     */
    default void restartTrained(TrainedModel model) {}

    /** After a file was saved. */
    default void saved(Path file) {}

    /**
     * One epoch.
     *
     * @param job the name of the model that is trained
     * @param restart which restart, from 1
     * @param phase linear start or not
     * @param epoch the epoch of the phase, from 1
     * @param learningRate its step size
     * @param loss the mean loss on training examples while it ran, in nats
     * @param trainingError the fraction of wrong answers while it ran, 0 to 1
     * @param validationLoss the mean loss on the validation examples after it
     * @param validationError the fraction of wrong answers on them; 0 when there are none
     * @param examplesPerSecond the rate of this restart
     */
    record EpochReport(
            String job,
            int restart,
            Phase phase,
            int epoch,
            double learningRate,
            double loss,
            double trainingError,
            double validationLoss,
            double validationError,
            double examplesPerSecond) {}

    /**
     * One restart, with its final scores, computed without noise.
     *
     * @param job the name of the model that is trained
     * @param restart which restart, from 1
     * @param steps how many steps it took
     * @param trainingError the fraction of wrong answers on the training examples
     * @param trainingLoss the mean loss on them
     * @param validationError the fraction of wrong answers on the validation examples; 0 when there are none
     * @param validationLoss the mean loss on them; 0 when there are none
     */
    record RestartReport(
            String job,
            int restart,
            long steps,
            double trainingError,
            double trainingLoss,
            double validationError,
            double validationLoss) {}
}
