package org.memn2n.train;

import java.util.List;
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

    /**
     * Requires a model that answers questions about stories.
     *
     * @throws IllegalArgumentException when it is a language model, which is asked none
     */
    public void requireStories() {
        if (config.model().readsText()) {
            throw new IllegalArgumentException("the model " + config.name()
                    + " is a language model, which says how a text goes on and answers no questions; take one that was"
                    + " trained on stories, or ask this one as a language model");
        }
    }

    /**
     * Requires a language model.
     *
     * @throws IllegalArgumentException when it answers questions instead
     */
    public void requireText() {
        if (!config.model().readsText()) {
            throw new IllegalArgumentException("the model " + config.name()
                    + " answers questions about stories; give a language model, or ask it through a Predictor");
        }
    }

    /**
     * Requires of models that answer together that their classes are the same answers in the same order, and that they have as
     * many hops, whose attention can be told together.
     *
     * @throws IllegalArgumentException when it is not so, or there is no model
     */
    public static void requireTogether(List<TrainedModel> models) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("no models to answer together; name at least one");
        }
        models.forEach(models.get(0)::requireTogether);
    }

    private void requireTogether(TrainedModel other) {
        Encoder own = encoder();
        Encoder others = other.encoder();
        int c = 0;
        while (c < own.classCount() && c < others.classCount() && own.answer(c).equals(others.answer(c))) {
            c++;
        }
        if (c < own.classCount() || c < others.classCount()) {
            throw new IllegalArgumentException("models that answer together need the same answers: number " + c + " of "
                    + named(own, c) + ", of " + other.named(others, c)
                    + "; train them on the same data with the same kind of output");
        }
        if (hops() != other.hops()) {
            throw new IllegalArgumentException(
                    "models that answer together need as many hops: " + config.name() + " has " + hops() + ", "
                            + other.config.name() + " has " + other.hops() + "; train them with as many");
        }
    }

    private int hops() {
        return config.model().options().hops();
    }

    private String named(Encoder encoder, int c) {
        return config.name() + " is " + (c < encoder.classCount() ? '"' + encoder.answer(c) + '"' : "none");
    }
}
