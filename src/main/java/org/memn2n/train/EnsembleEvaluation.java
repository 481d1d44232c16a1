package org.memn2n.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.memn2n.data.Example;
import org.memn2n.data.Examples;
import org.memn2n.data.Noise;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.tensor.StoryBatch;

/** Scores models that answer together, the probability of an answer being the mean of theirs, without noise. */
public final class EnsembleEvaluation {
    private static final int BATCH_SIZE = 32;

    private EnsembleEvaluation() {}

    /**
     * Models on examples as they were read; one whose answer they do not know counts as wrong.
     *
     * @throws IllegalArgumentException when there are none, or they do not have the same answers and as many hops
     */
    public static Score score(List<TrainedModel> models, Backend backend, List<Example> examples) {
        return scoreEncoded(
                models,
                backend,
                models.stream()
                        .<Examples>map(model -> Dataset.stories(model.config().model(), model.vocabulary(), examples))
                        .toList());
    }

    /**
     * Models on the same examples in the numbers of each.
     *
     * @param examples for each model, all of one size
     * @throws IllegalArgumentException when there are no models, or they do not have the same answers and as many hops
     */
    public static Score scoreEncoded(List<TrainedModel> models, Backend backend, List<Examples> examples) {
        TrainedModel.requireTogether(models);
        List<Member> members = new ArrayList<>();
        try {
            for (int i = 0; i < models.size(); i++) {
                members.add(new Member(models.get(i), backend, examples.get(i)));
            }
            return score(members, examples.get(0).size());
        } finally {
            members.forEach(Member::close);
        }
    }

    private static Score score(List<Member> members, int size) {
        double loss = 0;
        long wrong = 0;
        for (int first = 0; first < size; first += BATCH_SIZE) {
            int[] numbers =
                    IntStream.range(first, Math.min(first + BATCH_SIZE, size)).toArray();
            double[] sums = new double[0];
            int[] targets = new int[0];
            for (Member member : members) {
                StoryBatch batch = member.examples.batch(numbers, Noise.none());
                targets = batch.targets();
                sums = member.add(batch, sums);
            }
            int classes = sums.length / numbers.length;
            for (int b = 0; b < numbers.length; b++) {
                double[] row = Arrays.copyOfRange(sums, b * classes, (b + 1) * classes);
                if (best(row) != targets[b]) {
                    wrong++;
                }
                if (targets[b] >= 0) {
                    loss -= Math.log(Math.max(row[targets[b]] / members.size(), Double.MIN_NORMAL));
                }
            }
        }
        return new Score(loss, wrong, size);
    }

    /** The greatest, of equals the first, as where one model is scored. */
    private static int best(double[] values) {
        int best = 0;
        for (int c = 1; c < values.length; c++) {
            if (values[c] > values[best]) {
                best = c;
            }
        }
        return best;
    }

    /** One of the models, on the device. */
    private static final class Member {
        private final Examples examples;
        private final Ops ops;
        private final Parameters parameters;
        private final MemoryNetwork network;

        Member(TrainedModel model, Backend backend, Examples examples) {
            this.examples = examples;
            ModelConfig config = model.config().model();
            this.ops = backend.newOps();
            try {
                this.parameters = Parameters.upload(new ParameterLayout(config), model.parameters(), ops);
                this.network = new MemoryNetwork(config, ops);
            } catch (RuntimeException e) {
                ops.close();
                throw e;
            }
        }

        /** Adds the probabilities, [examples x classes], to sums, which are empty before the first member. */
        double[] add(StoryBatch stories, double[] sums) {
            try (Batch batch = ops.upload(stories)) {
                ops.step(() -> {
                    network.forward(parameters, batch, Attention.SOFTMAX);
                    ops.distribution(network.logits(), network.logits());
                });
                float[] probabilities = ops.download(network.logits()).values();
                double[] added = sums.length == 0 ? new double[probabilities.length] : sums;
                for (int i = 0; i < added.length; i++) {
                    added[i] += probabilities[i];
                }
                return added;
            }
        }

        void close() {
            network.close();
            parameters.close();
            ops.close();
        }
    }
}
