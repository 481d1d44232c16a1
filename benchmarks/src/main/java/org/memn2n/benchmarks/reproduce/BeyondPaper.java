package org.memn2n.benchmarks.reproduce;

import java.util.List;
import java.util.function.UnaryOperator;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.Nonlinearity;
import org.memn2n.model.TimeEncoding;
import org.memn2n.model.Tying;
import org.memn2n.ops.PositionWeights;
import org.memn2n.train.Sampling;
import org.memn2n.train.Selection;
import org.memn2n.train.TrainingOptions;

/**
 * One recipe for all tasks that goes beyond the paper, named {@code retold}: the same memory network, trained on stories that
 * are told with other words each time.
 *
 * <ul>
 *   <li>words that can be exchanged are exchanged ({@link org.memn2n.data.exchange}),
 *   <li>each word also counts at its place ({@link org.memn2n.data.PlacedWords}) instead of position weights,
 *   <li>100 components, of which half are rectified after each hop, and the map H between hops,
 *   <li>600 epochs, and 60 where there are ten times the questions,
 *   <li>two networks, one with adjacent and one with layer-wise tying, of which either answers alone or both together, as the
 *       validation questions choose.
 * </ul>
 */
public final class BeyondPaper {
    private static final String SMALL = "en";
    private static final String LARGE = "en-10k";
    private static final String NAME = "retold";
    private static final int DIMENSION = 100;

    private BeyondPaper() {}

    /** The recipe: one model a task, one for all tasks, and one a task from 10,000 questions. */
    public static List<Recipe> recipes() {
        return List.of(
                recipe(NAME, NAME, SMALL, false, UnaryOperator.identity(), longTraining()),
                recipe(NAME + "-joint", NAME + ", joint", SMALL, true, UnaryOperator.identity(), joint()),
                recipe("10k-" + NAME, NAME + ", 10k", LARGE, false, UnaryOperator.identity(), manyQuestions()));
    }

    /** The recipe for one model a task with one part of it left out. */
    public static List<Recipe> ablations() {
        return List.of(
                without(
                        "exchange",
                        "words exchanged",
                        model -> model,
                        longTraining().exchangeWords(false)),
                without(
                        "places",
                        "placed words (position weights)",
                        model -> model.placedWords(false).positionWeights(PositionWeights.AUTHORS),
                        longTraining()),
                without("map", "map H", model -> model.linearMap(false), longTraining()),
                without("relu", "rectified half", model -> model.nonlinearity(Nonlinearity.NONE), longTraining()),
                without(
                        "epochs",
                        "600 epochs (100)",
                        model -> model,
                        longTraining().epochs(100).halveEvery(25).linearEpochs(20)));
    }

    private static Recipe without(
            String id, String what, UnaryOperator<ModelOptions.Builder> change, TrainingOptions.Builder training) {
        return recipe(NAME + "-no-" + id, "without " + what, SMALL, false, change, training);
    }

    private static Recipe recipe(
            String id,
            String title,
            String variant,
            boolean joint,
            UnaryOperator<ModelOptions.Builder> change,
            TrainingOptions.Builder training) {
        return new Recipe(
                id,
                title,
                variant,
                joint,
                List.of(
                        new Recipe.Network("adjacent", change.apply(network()).build()),
                        new Recipe.Network(
                                "layer-wise",
                                change.apply(network().tying(Tying.LAYER_WISE)).build())),
                training.build(),
                List.of());
    }

    private static ModelOptions.Builder network() {
        return ModelOptions.paper()
                .dimension(DIMENSION)
                .linearMap(true)
                .time(TimeEncoding.WORD)
                .positionWeights(PositionWeights.BAG_OF_WORDS)
                .placedWords(true)
                .nonlinearity(Nonlinearity.HALF);
    }

    private static TrainingOptions.Builder longTraining() {
        return common(TrainingOptions.paper()).epochs(600).halveEvery(150).linearEpochs(40);
    }

    private static TrainingOptions.Builder joint() {
        return common(TrainingOptions.paperJoint()).epochs(600).halveEvery(150);
    }

    /** A tenth of the epochs for ten times the questions, and a somewhat longer linear start. */
    private static TrainingOptions.Builder manyQuestions() {
        return common(TrainingOptions.paper()).epochs(60).halveEvery(15).linearEpochs(10);
    }

    private static TrainingOptions.Builder common(TrainingOptions.Builder training) {
        return training.sampling(Sampling.REPLACEMENT).exchangeWords(true).selection(Selection.VALIDATION_ERROR);
    }
}
