package org.memn2n.ops;

import static org.memn2n.ops.OperationCase.Fault.COLUMN_LESS;
import static org.memn2n.ops.OperationCase.Fault.ROW_MORE;
import static org.memn2n.ops.OperationCases.B;
import static org.memn2n.ops.OperationCases.D;
import static org.memn2n.ops.OperationCases.ENCODING;
import static org.memn2n.ops.OperationCases.N;
import static org.memn2n.ops.OperationCases.S;
import static org.memn2n.ops.OperationCases.V;
import static org.memn2n.ops.OperationCases.get;

import java.util.List;
import java.util.Map;
import org.memn2n.ops.StoryPass.HopMemories;

/** A pass over stories and its gradient: two tables, of which one has times, and one hop. */
final class StoryOperationCases {
    /** The rows of the question's table: one more than the largest word of a question. */
    private static final int Q = 4;

    private StoryOperationCases() {}

    /** With a question table and a map, or without both. */
    static OperationCase forward(Batch batch, boolean whole) {
        OperationCase operation = passTensors(new OperationCase("story", (ops, t) -> ops.story(batch, pass(t))), whole);
        for (String table : List.of("question", "words 0", "times 0", "words 1")) {
            operation.allows(table, ROW_MORE);
        }
        return allWide(operation);
    }

    static OperationCase gradient(Batch batch, boolean whole) {
        OperationCase operation = passTensors(
                        new OperationCase("storyGradient", (ops, t) -> ops.storyGradient(batch, pass(t), gradient(t))),
                        whole)
                .with("gradient.lastState", B, D)
                .with("gradient.words 0", V, D)
                .with("gradient.times 0", N, D)
                .with("gradient.words 1", V, D)
                .with("gradient.otherState", B, D)
                .with("gradient.memory 0", S, D)
                .with("gradient.memory 1", S, D)
                .with("gradient.weights", S)
                .blames("words 0", "gradient.words 0", ROW_MORE)
                .blames("times 0", "gradient.times 0", ROW_MORE)
                .blames("words 1", "gradient.words 1", ROW_MORE);
        if (whole) {
            operation
                    .with("gradient.question", Q, D)
                    .with("gradient.map", D, D)
                    .blames("question", "gradient.question", ROW_MORE);
        }
        return allWide(operation);
    }

    private static OperationCase passTensors(OperationCase operation, boolean whole) {
        if (whole) {
            operation.with("question", Q, D).with("map", D, D);
        }
        return operation
                .with("state 0", B, D)
                .with("words 0", V, D)
                .with("times 0", N, D)
                .with("words 1", V, D)
                .with("memory 0", S, D)
                .with("memory 1", S, D)
                .with("weights 0", S)
                .with("state 1", B, D)
                .blames("state 0", "words 0", COLUMN_LESS);
    }

    private static OperationCase allWide(OperationCase operation) {
        return operation.sameWidth(operation.shapes().entrySet().stream()
                .filter(entry -> entry.getValue().rank() == 2)
                .map(Map.Entry::getKey)
                .toArray(String[]::new));
    }

    private static StoryPass pass(Map<String, Tensor> t) {
        return new StoryPass(
                ENCODING,
                List.of(
                        new EmbeddingTable(get(t, "words 0"), get(t, "times 0")),
                        new EmbeddingTable(get(t, "words 1"), null)),
                t.get("question"),
                0.1f,
                List.of(new HopMemories(0, 1)),
                t.get("map"),
                Attention.SOFTMAX,
                0,
                1,
                List.of(get(t, "memory 0"), get(t, "memory 1")),
                List.of(get(t, "weights 0")),
                List.of(get(t, "state 0"), get(t, "state 1")));
    }

    private static StoryPassGradient gradient(Map<String, Tensor> t) {
        return new StoryPassGradient(
                get(t, "gradient.lastState"),
                List.of(
                        new EmbeddingTable(get(t, "gradient.words 0"), get(t, "gradient.times 0")),
                        new EmbeddingTable(get(t, "gradient.words 1"), null)),
                t.get("gradient.question"),
                t.get("gradient.map"),
                get(t, "gradient.otherState"),
                List.of(get(t, "gradient.memory 0"), get(t, "gradient.memory 1")),
                get(t, "gradient.weights"));
    }
}
