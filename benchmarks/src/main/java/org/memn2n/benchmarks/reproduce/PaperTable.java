package org.memn2n.benchmarks.reproduce;

import java.util.List;
import java.util.stream.DoubleStream;
import org.memn2n.data.TimeNoise;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.Nonlinearity;
import org.memn2n.model.TimeEncoding;
import org.memn2n.model.Tying;
import org.memn2n.ops.PositionWeights;
import org.memn2n.train.LinearStart;
import org.memn2n.train.Sampling;
import org.memn2n.train.TrainingOptions;

/**
 * The MemN2N columns of the paper's question answering tables: Table 1 for 1,000 training questions a task, the appendix for
 * 10,000. The shorthands are the paper's: BoW bag of words, PE position encoding, LS linear start, RN random noise in the
 * time index, LW layer-wise tying.
 *
 * <p>Where the paper leaves a choice open, these are the authors' code's: time is a word of its own in each sentence, and
 * an epoch draws its examples with replacement.
 */
public final class PaperTable {
    private static final String SMALL = "en";
    private static final String LARGE = "en-10k";
    private static final int JOINT_DIMENSION = 50;
    private static final int LARGE_DIMENSION = 100;

    private PaperTable() {}

    /** Table 1. */
    public static List<Recipe> oneThousand() {
        return List.of(
                new Recipe(
                        "bow",
                        "BoW",
                        SMALL,
                        false,
                        network().positionWeights(PositionWeights.BAG_OF_WORDS).build(),
                        withoutLinearStart(),
                        percent(
                                0.6, 17.6, 71.0, 32.0, 18.3, 8.7, 23.5, 11.4, 21.1, 22.8, 4.1, 0.3, 10.5, 1.3, 24.3,
                                52.0, 45.4, 48.1, 89.7, 0.1)),
                new Recipe(
                        "pe",
                        "PE",
                        SMALL,
                        false,
                        network().build(),
                        withoutLinearStart(),
                        percent(
                                0.1, 21.6, 64.2, 3.8, 14.1, 7.9, 21.6, 12.6, 23.3, 17.4, 4.3, 0.3, 9.9, 1.8, 0.0, 52.1,
                                50.1, 13.6, 87.4, 0.0)),
                new Recipe(
                        "pe-ls",
                        "PE LS",
                        SMALL,
                        false,
                        network().build(),
                        steps(TrainingOptions.paper()).timeNoise(TimeNoise.NONE).build(),
                        percent(
                                0.2, 12.8, 58.8, 11.6, 15.7, 8.7, 20.3, 12.7, 17.0, 18.6, 0.0, 0.1, 0.3, 2.0, 0.0, 1.6,
                                49.0, 10.1, 85.6, 0.0)),
                new Recipe(
                        "pe-ls-rn",
                        "PE LS RN",
                        SMALL,
                        false,
                        network().build(),
                        steps(TrainingOptions.paper()).build(),
                        percent(
                                0.0, 8.3, 40.3, 2.8, 13.1, 7.6, 17.3, 10.0, 13.2, 15.1, 0.9, 0.2, 0.4, 1.7, 0.0, 1.3,
                                51.0, 11.1, 82.8, 0.0)),
                joint(
                        "joint-1-hop",
                        "1 hop PE LS, joint",
                        network().hops(1),
                        percent(
                                0.8, 62.0, 76.9, 22.8, 11.0, 7.2, 15.9, 13.2, 5.1, 10.6, 8.4, 0.4, 6.3, 36.9, 46.4,
                                47.4, 44.4, 9.6, 90.7, 0.0)),
                joint(
                        "joint-2-hops",
                        "2 hops PE LS, joint",
                        network().hops(2),
                        percent(
                                0.0, 15.6, 31.6, 2.2, 13.4, 2.3, 25.4, 11.7, 2.0, 5.0, 1.2, 0.0, 0.2, 8.1, 0.5, 51.3,
                                41.2, 10.3, 89.9, 0.1)),
                joint(
                        "joint-3-hops",
                        "3 hops PE LS, joint",
                        network(),
                        percent(
                                0.1, 14.0, 33.1, 5.7, 14.8, 3.3, 17.9, 10.1, 3.1, 6.6, 0.9, 0.3, 1.4, 8.2, 0.0, 3.5,
                                44.5, 9.2, 90.2, 0.0)),
                new Recipe(
                        "joint-rn",
                        "PE LS RN, joint",
                        SMALL,
                        true,
                        network().dimension(JOINT_DIMENSION).build(),
                        steps(TrainingOptions.paperJoint()).build(),
                        percent(
                                0.0, 11.4, 21.9, 13.4, 14.4, 2.8, 18.3, 9.3, 1.9, 6.5, 0.3, 0.1, 0.2, 6.9, 0.0, 2.7,
                                40.4, 9.4, 88.0, 0.0)),
                joint(
                        "joint-lw",
                        "PE LS LW, joint",
                        network().tying(Tying.LAYER_WISE).linearMap(true),
                        percent(
                                0.1, 18.8, 31.7, 17.5, 12.9, 2.0, 10.1, 6.1, 1.5, 2.6, 3.3, 0.0, 0.5, 2.0, 1.8, 51.0,
                                42.6, 9.2, 90.6, 0.2)));
    }

    /**
     * The appendix. The epochs of the joint model are the paper's; the length of its linear start, which the paper leaves
     * open, is in the same proportion to them as for 1,000 questions.
     */
    public static List<Recipe> tenThousand() {
        return List.of(
                new Recipe(
                        "10k-pe-ls-rn",
                        "PE LS RN",
                        LARGE,
                        false,
                        network().build(),
                        steps(TrainingOptions.paper()).build(),
                        percent(
                                0.0, 0.3, 9.3, 0.0, 0.6, 0.0, 3.7, 0.8, 0.8, 2.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.4, 40.7,
                                6.7, 66.5, 0.0)),
                new Recipe(
                        "10k-joint-rn",
                        "PE LS RN, joint",
                        LARGE,
                        true,
                        network().dimension(JOINT_DIMENSION).build(),
                        steps(TrainingOptions.paperJoint())
                                .epochs(20)
                                .halveEvery(5)
                                .linearEpochs(10)
                                .build(),
                        percent(
                                0.0, 1.0, 6.8, 0.0, 6.1, 0.1, 6.6, 2.7, 0.0, 0.5, 0.0, 0.1, 0.0, 0.0, 0.2, 0.2, 41.8,
                                8.0, 75.7, 0.0)),
                new Recipe(
                        "10k-relu",
                        "PE LS RN, d = 100, ReLU",
                        LARGE,
                        false,
                        network()
                                .dimension(LARGE_DIMENSION)
                                .nonlinearity(Nonlinearity.ALL)
                                .build(),
                        steps(TrainingOptions.paper()).build(),
                        percent(
                                0.0, 0.3, 2.1, 0.0, 0.8, 0.1, 2.0, 0.9, 0.3, 0.0, 0.0, 0.0, 0.0, 0.2, 0.0, 51.8, 18.6,
                                5.3, 2.3, 0.0)));
    }

    private static ModelOptions.Builder network() {
        return ModelOptions.paper().time(TimeEncoding.WORD);
    }

    private static TrainingOptions.Builder steps(TrainingOptions.Builder options) {
        return options.sampling(Sampling.REPLACEMENT);
    }

    private static Recipe joint(String id, String title, ModelOptions.Builder model, List<Double> paper) {
        return new Recipe(
                id,
                title,
                SMALL,
                true,
                model.dimension(JOINT_DIMENSION).build(),
                steps(TrainingOptions.paperJoint()).timeNoise(TimeNoise.NONE).build(),
                paper);
    }

    private static TrainingOptions withoutLinearStart() {
        return steps(TrainingOptions.paper())
                .linearStart(LinearStart.NONE)
                .learningRate(0.01)
                .timeNoise(TimeNoise.NONE)
                .build();
    }

    private static List<Double> percent(double... errors) {
        return DoubleStream.of(errors).boxed().toList();
    }
}
