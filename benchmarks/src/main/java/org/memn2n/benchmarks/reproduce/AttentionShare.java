package org.memn2n.benchmarks.reproduce;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.Answer;
import org.memn2n.data.Example;

/**
 * How much of the attention goes to the sentences that answer the question, over a test set. What the network was never told:
 * it learns from answers alone.
 *
 * @param model the name of the model
 * @param task the number of the task
 * @param questions how many have supporting facts
 * @param right how many of them were answered right
 * @param hops for each hop the mean share of attention on the supporting facts
 * @param any the mean share of the facts that had more than half of some hop's attention
 * @param chance the mean share that attention spread evenly over the story would have
 */
public record AttentionShare(
        String model, int task, int questions, int right, List<Double> hops, double any, double chance) {
    /** A fact with more than this of a hop's attention was looked at. */
    private static final double LOOKED_AT = 0.5;

    /** Keeps an unchangeable list. */
    public AttentionShare {
        hops = List.copyOf(hops);
    }

    /**
     * Sums up the answers to a test set.
     *
     * @param answers in the order of the examples
     */
    public static AttentionShare of(String model, int task, List<Example> examples, List<Answer> answers) {
        int questions = 0;
        int right = 0;
        double looked = 0;
        double chance = 0;
        List<Double> sums = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            List<Integer> facts = example.supportingFacts().stream().distinct().toList();
            if (facts.isEmpty()) {
                continue;
            }
            Answer answer = answers.get(i);
            questions++;
            right += answer.text().equals(example.answer()) ? 1 : 0;
            chance += (double) facts.size() / example.story().size();
            looked += facts.stream()
                            .filter(fact -> answer.attention().stream().anyMatch(hop -> hop.get(fact) > LOOKED_AT))
                            .count()
                    / (double) facts.size();
            for (int hop = 0; hop < answer.attention().size(); hop++) {
                List<Double> weights = answer.attention().get(hop);
                double share = facts.stream().mapToDouble(weights::get).sum();
                if (hop == sums.size()) {
                    sums.add(0.0);
                }
                sums.set(hop, sums.get(hop) + share);
            }
        }
        int count = Math.max(1, questions);
        return new AttentionShare(
                model,
                task,
                questions,
                right,
                sums.stream().map(sum -> sum / count).toList(),
                looked / count,
                chance / count);
    }
}
