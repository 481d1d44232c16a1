package org.memn2n.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of lookups, hops and whole passes over stories, before a backend sees them. */
final class StoryChecks {
    private StoryChecks() {}

    /** Refuses tables that do not cover the sentences, and vectors that do not fit the tables. */
    static void tables(String operation, Sentences sentences, List<EmbeddingTable> tables, List<Tensor> vectors) {
        Checks.same(operation, "vectors for the tables", vectors.size(), tables.size());
        for (int i = 0; i < tables.size(); i++) {
            EmbeddingTable table = tables.get(i);
            int d = Checks.columns(operation, "words " + i, table.words());
            Checks.covers(operation, "words " + i, table.words(), sentences.wordLimit());
            Checks.shape(operation, "vectors " + i, vectors.get(i), sentences.count(), d);
            Tensor times = table.times();
            if (times != null) {
                Checks.table(operation, "times " + i, times, d, sentences.timeLimit());
            }
        }
    }

    /** Refuses a map that is not [d, d]. */
    static void map(String operation, Tensor state, Tensor map) {
        int d = Checks.columns(operation, "state", state);
        Checks.shape(operation, "map", map, d, d);
    }

    /** Refuses a hop whose tensors do not fit each other and the batch. */
    static void hop(String operation, Batch batch, Hop hop) {
        int d = Checks.stories(operation, "state", hop.state(), batch);
        Checks.slots(operation, "memory", hop.memory(), batch, d);
        Checks.slots(operation, "output", hop.output(), batch, d);
        Checks.slots(operation, "weights", hop.weights(), batch);
        Checks.like(operation, "next", hop.next(), hop.state());
        Tensor map = hop.map();
        if (map != null) {
            map(operation, hop.state(), map);
        }
        Checks.within(operation, "firstRectified", hop.firstRectified(), d);
        Checks.within(operation, "softmaxWidth", hop.softmaxWidth(), Integer.MAX_VALUE);
    }

    /** Refuses gradients that do not fit their hop. */
    static void hopGradient(String operation, Hop hop, HopGradient gradient) {
        Checks.like(operation, "gradient.next", gradient.next(), hop.next());
        Checks.like(operation, "gradient.state", gradient.state(), hop.state());
        Checks.like(operation, "gradient.memory", gradient.memory(), hop.memory());
        Checks.like(operation, "gradient.output", gradient.output(), hop.output());
        Checks.like(operation, "gradient.weights", gradient.weights(), hop.weights());
        mapGradient(operation, hop.map(), gradient.map());
    }

    private static void mapGradient(String operation, @Nullable Tensor map, @Nullable Tensor gradient) {
        if (map != null && gradient != null) {
            Checks.like(operation, "gradient.map", gradient, map);
        } else if (map != null || gradient != null) {
            throw new ShapeException(operation + ": gradient.map is " + (gradient == null ? "missing" : "there")
                    + ", but a hop with a map needs a gradient for it, and one without has none");
        }
    }

    /** Refuses a pass whose parts do not fit each other and the batch. */
    static void pass(String operation, Batch batch, StoryPass pass) {
        int hops = pass.hops().size();
        int tables = pass.tables().size();
        if (hops == 0) {
            throw new ShapeException(operation + ": a pass without hops, expected 1 or more");
        }
        Checks.same(operation, "memories for the tables", pass.memories().size(), tables);
        Checks.same(operation, "weights for the hops", pass.weights().size(), hops);
        Checks.same(operation, "states for the hops", pass.states().size(), hops + 1);
        int d = Checks.stories(operation, "state 0", pass.states().get(0), batch);
        for (int i = 0; i < tables; i++) {
            EmbeddingTable table = pass.tables().get(i);
            Checks.table(
                    operation, "words " + i, table.words(), d, batch.memories().wordLimit());
            Tensor times = table.times();
            if (times != null) {
                Checks.table(operation, "times " + i, times, d, batch.memories().timeLimit());
            }
            Checks.slots(operation, "memory " + i, pass.memories().get(i), batch, d);
        }
        Tensor question = pass.question();
        if (question != null) {
            Checks.table(operation, "question", question, d, batch.queries().wordLimit());
            Checks.same(operation, "questions", batch.queries().count(), batch.stories());
        }
        Tensor map = pass.map();
        if (map != null) {
            Checks.shape(operation, "map", map, d, d);
        }
        for (int k = 0; k < hops; k++) {
            Checks.within(operation, "hop " + k + " input", pass.hops().get(k).input(), tables - 1);
            Checks.within(operation, "hop " + k + " output", pass.hops().get(k).output(), tables - 1);
            Checks.slots(operation, "weights " + k, pass.weights().get(k), batch);
            Checks.like(
                    operation,
                    "state " + (k + 1),
                    pass.states().get(k + 1),
                    pass.states().get(0));
        }
        Checks.within(operation, "firstRectified", pass.firstRectified(), d);
        Checks.within(operation, "softmaxWidth", pass.softmaxWidth(), Integer.MAX_VALUE);
    }

    /** Refuses gradients that do not fit their pass. */
    static void passGradient(String operation, StoryPass pass, StoryPassGradient gradient) {
        Checks.like(operation, "gradient.lastState", gradient.lastState(), pass.lastState());
        Checks.like(operation, "gradient.otherState", gradient.otherState(), pass.lastState());
        Checks.like(
                operation,
                "gradient.weights",
                gradient.weights(),
                pass.weights().get(0));
        int tables = pass.tables().size();
        Checks.same(operation, "gradients of memories", gradient.memories().size(), tables);
        Checks.same(operation, "gradients of tables", gradient.tables().size(), tables);
        for (int i = 0; i < tables; i++) {
            Tensor memory = pass.memories().get(i);
            Checks.like(operation, "gradient.memory " + i, gradient.memories().get(i), memory);
            EmbeddingTable table = pass.tables().get(i);
            EmbeddingTable tableGradient = gradient.tables().get(i);
            Checks.like(operation, "gradient.words " + i, tableGradient.words(), table.words());
            both(operation, "gradient.times " + i, table.times(), tableGradient.times());
            for (int j = 0; j < i; j++) {
                // Tables are added to side by side.
                if (tableGradient.words() == gradient.tables().get(j).words()) {
                    throw new ShapeException(operation + ": gradient.words " + i + " is also that of table " + j
                            + "; hops that share a table name it once");
                }
                Tensor times = tableGradient.times();
                if (times != null && times == gradient.tables().get(j).times()) {
                    throw new ShapeException(operation + ": gradient.times " + i + " is also that of table " + j
                            + "; each table has times of its own");
                }
            }
        }
        both(operation, "gradient.question", pass.question(), gradient.question());
        mapGradient(operation, pass.map(), gradient.map());
    }

    private static void both(String operation, String what, @Nullable Tensor value, @Nullable Tensor gradient) {
        if (value != null && gradient != null) {
            Checks.like(operation, what, gradient, value);
        } else if (value != null || gradient != null) {
            throw new ShapeException(operation + ": " + what + " is " + (gradient == null ? "missing" : "there")
                    + ", but there is a gradient exactly for what the pass has");
        }
    }
}
