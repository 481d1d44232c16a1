package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.data.Example;
import org.memn2n.data.Sentence;
import org.memn2n.data.TimeNoise;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Query;
import org.memn2n.model.TimeEncoding;
import org.memn2n.model.Tying;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Clip;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.Stories;
import org.memn2n.train.TrainingListener.EpochReport;

/** That training does what its options say, seen from its results. */
class LearningTest {
    @Test
    void learnsWherePeopleAre() throws IOException {
        ModelOptions model = ModelOptions.paper().memorySize(10).build();
        TrainingOptions.Builder training = TrainingOptions.paper().epochs(30).linearEpochs(10);
        List<Example> examples = Stories.simulated(200, 11);
        List<Example> test = Stories.simulated(100, 12);
        try (Backend backend = Backends.open("scalar")) {
            TrainedModel trained = Training.train(TrainingJob.of(examples, model, training.build()), backend);
            TrainedModel untrained = Training.train(
                    TrainingJob.of(
                            examples, model, training.epochs(0).linearEpochs(0).build()),
                    backend);

            assertThat(error(trained, backend, test)).isLessThanOrEqualTo(0.05);
            assertThat(error(untrained, backend, test)).isGreaterThan(0.5);
        }
    }

    private static double error(TrainedModel model, Backend backend, List<Example> examples) {
        return Evaluation.score(model, backend, examples, Evaluation.LastBatch.SCORED)
                .error();
    }

    @Test
    void aSumAtOneRateIsAMeanAtThatRateTimesTheBatch() throws IOException {
        TrainingOptions.Builder sum = Small.training()
                .sampling(Sampling.REPLACEMENT)
                .clip(Clip.Kind.NONE)
                .learningRate(0.005)
                .linearLearningRate(0.005);
        TrainedModel bySum = Small.train(sum.build());
        TrainedModel sameRate =
                Small.train(sum.lossReduction(LossReduction.MEAN).build());
        TrainedModel byMean =
                Small.train(sum.learningRate(0.04).linearLearningRate(0.04).build());

        assertClose(byMean, bySum);
        assertThatThrownBy(() -> assertClose(sameRate, bySum)).isInstanceOf(AssertionError.class);
    }

    /** 33 steps, each rounded to float. */
    private static void assertClose(TrainedModel found, TrainedModel expected) {
        expected.parameters()
                .forEach((name, tensor) -> Close.assertClose(
                        name,
                        Close.doubles(tensor(found, name).values()),
                        Close.doubles(tensor.values()),
                        Close.SINGLE_FORWARD));
    }

    private static HostTensor tensor(TrainedModel model, String name) {
        HostTensor tensor = model.parameters().get(name);
        if (tensor == null) {
            throw new AssertionError("no tensor " + name);
        }
        return tensor;
    }

    @Test
    void theMeanOfAShortBatchDividesByItsOwnSize() throws IOException {
        // One batch of 9 examples a step either way; a fixed divisor of 16 would make smaller steps.
        List<Example> ten = Small.examples().subList(0, 10);
        TrainingOptions.Builder options = Small.training().clip(Clip.Kind.NONE).lossReduction(LossReduction.MEAN);
        TrainedModel exact = Small.train(
                TrainingJob.of(ten, Small.model().build(), options.batchSize(9).build()));
        TrainedModel roomy = Small.train(
                TrainingJob.of(ten, Small.model().build(), options.batchSize(16).build()));

        assertThat(Bits.difference(roomy.parameters(), exact.parameters())).isEmpty();
    }

    @Test
    void everyKindOfClipIsItsOwnAndALooseOneIsNone() throws IOException {
        Map<Clip.Kind, Map<String, HostTensor>> tight = new HashMap<>();
        Map<Clip.Kind, Map<String, HostTensor>> loose = new HashMap<>();
        for (Clip.Kind kind : Clip.Kind.values()) {
            TrainingOptions.Builder options = Small.training().clip(kind);
            tight.put(kind, Small.train(options.clipThreshold(0.5).build()).parameters());
            loose.put(kind, Small.train(options.clipThreshold(1e6).build()).parameters());
        }
        Map<String, HostTensor> unclipped = tight.getOrDefault(Clip.Kind.NONE, Map.of());

        loose.forEach((kind, parameters) -> assertThat(Bits.difference(parameters, unclipped))
                .as("loose " + kind)
                .isEmpty());
        tight.forEach((kind, parameters) -> tight.forEach((other, others) -> {
            if (kind != other) {
                assertThat(Bits.difference(parameters, others))
                        .as(kind + " and " + other)
                        .isNotEmpty();
            }
        }));
    }

    static Stream<ModelOptions> networks() {
        List<ModelOptions> networks = new ArrayList<>();
        for (Tying tying : Tying.values()) {
            for (TimeEncoding time : TimeEncoding.values()) {
                networks.add(Small.model().tying(tying).time(time).build());
            }
            networks.add(Small.model().tying(tying).output(OutputLayer.ANSWERS).build());
            networks.add(Small.model().tying(tying).query(Query.CONSTANT).build());
        }
        return networks.stream();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void nullRowsStayZeroEvenWhereTheNullWordIsReadAndAsked(ModelOptions options) throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Example example : Small.examples().subList(0, 20)) {
            List<Sentence> story = new ArrayList<>(example.story());
            story.add(Sentence.of("<null> moved <null>"));
            Sentence question = Sentence.of(example.question().text() + " <null>");
            examples.add(new Example(1, story, question, example.answer(), List.of(), example.place()));
        }
        TrainedModel model = Small.train(
                TrainingJob.of(examples, options, Small.training().epochs(1).build()));
        ParameterLayout layout = new ParameterLayout(model.config().model());

        assertThat(nonZeroNullRows(layout, model.parameters())).isEmpty();
        String first = layout.specs().get(0).name();
        tensor(model, first).values()[2] = Float.MIN_VALUE;
        assertThat(nonZeroNullRows(layout, model.parameters())).containsExactly(first);
    }

    private static List<String> nonZeroNullRows(ParameterLayout layout, Map<String, HostTensor> parameters) {
        List<String> names = new ArrayList<>();
        for (ParameterLayout.Spec spec : layout.specs()) {
            HostTensor tensor = parameters.getOrDefault(spec.name(), HostTensor.zeros(spec.shape()));
            for (int k = 0; spec.nullRow() && k < spec.shape().extent(1); k++) {
                if (Float.floatToRawIntBits(tensor.values()[k]) != 0) {
                    names.add(spec.name());
                    break;
                }
            }
        }
        return names;
    }

    @ParameterizedTest
    @EnumSource(
            value = TimeNoise.class,
            names = {"GAPS", "EMPTY_SLOTS"})
    void timeNoiseIsInTrainingAndNowhereElse(TimeNoise noise) throws IOException {
        // At this rate no parameter changes, so losses differ from epoch to epoch by noise alone.
        TrainingOptions.Builder options = Small.training()
                .learningRate(1e-30)
                .linearStart(LinearStart.NONE)
                .epochs(4)
                .noiseFraction(1);
        List<EpochReport> noisy = heard(options.timeNoise(noise).build());
        List<EpochReport> plain = heard(options.timeNoise(TimeNoise.NONE).build());

        assertThat(noisy)
                .extracting(EpochReport::validationLoss)
                .containsOnly(plain.get(0).validationLoss());
        assertThat(spread(plain)).isLessThan(1e-12);
        assertThat(spread(noisy)).isGreaterThan(1e-6);
    }

    private static double spread(List<EpochReport> reports) {
        return reports.stream().mapToDouble(EpochReport::loss).max().orElse(0)
                - reports.stream().mapToDouble(EpochReport::loss).min().orElse(0);
    }

    private static List<EpochReport> heard(TrainingOptions options) throws IOException {
        List<EpochReport> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochEnded(EpochReport report) {
                heard.add(report);
            }
        };
        ModelOptions model = Small.model().initialDeviation(0.5).build();
        try (Backend backend = Backends.open("scalar")) {
            new Training(backend, 1, listener, new StopSignal())
                    .run(List.of(TrainingJob.of(Small.examples(), model, options)));
        }
        return heard;
    }

    @Test
    void shufflingVisitsEveryExampleOnceAndReplacementOnlyFullBatches() throws IOException {
        TrainingOptions.Builder options =
                Small.training().linearStart(LinearStart.NONE).epochs(1);

        assertThat(Small.train(options.sampling(Sampling.SHUFFLE).build())
                        .report()
                        .steps())
                .isEqualTo(Small.STEPS_AN_EPOCH);
        assertThat(Small.train(options.sampling(Sampling.REPLACEMENT).build())
                        .report()
                        .steps())
                .isEqualTo(Small.STEPS_AN_EPOCH - 1);
        assertThat(Small.train(options.batchSize(1000).build()).report().steps())
                .as("a batch larger than the data")
                .isEqualTo(1);
    }
}
