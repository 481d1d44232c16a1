package org.memn2n.train;

import java.util.Map;
import org.memn2n.data.Encoder;
import org.memn2n.data.Vocabulary;
import org.memn2n.tensor.HostTensor;
import org.memn2n.train.TrainingListener.RestartReport;

/**
 * A network that has learned.
 *
 * @param config what made it
 * @param vocabulary the words it knows
 * @param parameters its tensors by name
 * @param report the scores of the restart that was kept
 */
public record TrainedModel(
        RunConfig config, Vocabulary vocabulary, Map<String, HostTensor> parameters, RestartReport report) {
    /** Turns examples into this model's numbers. */
    public Encoder encoder() {
        return Dataset.encoder(config.model(), vocabulary);
    }
}
