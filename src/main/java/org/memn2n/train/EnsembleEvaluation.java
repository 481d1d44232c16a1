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
        int classes = members.stream().mapToInt(Member::classes).max().orElseThrow();
        double loss = 0;
        long wrong = 0;
        for (int first = 0; first < size; first += BATCH_SIZE) {
            int[] numbers =
                    IntStream.range(first, Math.min(first + BATCH_SIZE, size)).toArray();
            double[][] sums = new double[numbers.length][classes];
            double[] targetLogs = new double[numbers.length];
            Arrays.fill(targetLogs, Double.NEGATIVE_INFINITY);
            int[] targets = new int[0];
            for (Member member : members) {
                StoryBatch batch = member.examples.batch(numbers, Noise.none());
                targets = batch.targets();
                member.add(batch, sums, targetLogs);
            }
            for (int b = 0; b < numbers.length; b++) {
                if (targets[b] < 0 || best(sums[b]) != targets[b]) {
                    wrong++;
                }
                if (targets[b] >= 0) {
                    loss -= targetLogs[b] - Math.log(members.size());
                }
            }
        }
        return new Score(loss, wrong, size);
    }

    /** The greatest, of equals the first, as where one model is scored; -1 where a number is not finite. */
    private static int best(double[] values) {
        int best = 0;
        for (int c = 0; c < values.length; c++) {
            if (!Double.isFinite(values[c])) {
                return -1;
            }
            if (values[c] > values[best]) {
                best = c;
            }
        }
        return best;
    }

    /** One of the models, on the device. */
    private static final class Member {
        private final Examples examples;
        private final int classes;
        private final Ops ops;
        private final Parameters parameters;
        private final MemoryNetwork network;

        Member(TrainedModel model, Backend backend, Examples examples) {
            this.examples = examples;
            ModelConfig config = model.config().model();
            this.classes = config.classes();
            this.ops = backend.newOps();
            try {
                this.parameters = Parameters.upload(new ParameterLayout(config), model.parameters(), ops);
                this.network = new MemoryNetwork(config, ops);
            } catch (RuntimeException e) {
                ops.close();
                throw e;
            }
        }

        /** Of the network: those of answers come first, those that only stand for times after them. */
        int classes() {
            return classes;
        }

        /**
         * Adds what this network makes of some stories.
         *
         * @param sums of the probabilities, [examples x at least the classes]
         * @param targetLogs the logarithm of such a sum for the right answer, [examples]: small ones would be lost in the sums
         */
        void add(StoryBatch stories, double[][] sums, double[] targetLogs) {
            try (Batch batch = ops.upload(stories)) {
                ops.step(() -> network.forward(parameters, batch, Attention.SOFTMAX));
                float[] logits = ops.download(network.logits()).values();
                for (int b = 0; b < sums.length; b++) {
                    double logSum = Double.NEGATIVE_INFINITY;
                    for (int c = 0; c < classes; c++) {
                        logSum = logOfSum(logSum, logits[b * classes + c]);
                    }
                    for (int c = 0; c < classes; c++) {
                        sums[b][c] += Math.exp(logits[b * classes + c] - logSum);
                    }
                    int target = stories.targets()[b];
                    if (target >= 0) {
                        targetLogs[b] = logOfSum(targetLogs[b], logits[b * classes + target] - logSum);
                    }
                }
            }
        }

        /** log(exp(a) + exp(b)). */
        private static double logOfSum(double a, double b) {
            double greater = Math.max(a, b);
            return greater == Double.NEGATIVE_INFINITY
                    ? greater
                    : greater + Math.log1p(Math.exp(Math.min(a, b) - greater));
        }

        void close() {
            network.close();
            parameters.close();
            ops.close();
        }
    }
}
