package org.memn2n.train;

import java.util.Comparator;
import org.memn2n.train.TrainingListener.RestartReport;

/** Which of several restarts is kept. Never the test error. */
public enum Selection {
    /** The one with the least error on the training examples, as in the paper; the lower loss of equals. */
    TRAINING_ERROR,
    /** The one with the least error on the validation examples; the lower loss of equals. */
    VALIDATION_ERROR,
    /** The one with the lowest loss on the validation examples, as in the paper's language model. */
    VALIDATION_LOSS;

    /** The best first. */
    public Comparator<RestartReport> order() {
        return switch (this) {
            case TRAINING_ERROR ->
                Comparator.comparingDouble(RestartReport::trainingError)
                        .thenComparingDouble(RestartReport::trainingLoss);
            case VALIDATION_ERROR ->
                Comparator.comparingDouble(RestartReport::validationError)
                        .thenComparingDouble(RestartReport::validationLoss);
            case VALIDATION_LOSS -> Comparator.comparingDouble(RestartReport::validationLoss);
        };
    }
}
