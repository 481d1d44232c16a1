package org.memn2n.ops.scalar;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Clip;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Sentences;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/** What another backend made is refused, with the remedy, wherever it is handed in. */
class ForeignObjectsTest {
    private final Ops ops = new ScalarBackend(Precision.SINGLE).newOps();
    private final Batch batch = ops.upload(CrossEntropyTest.targets(0));

    private record ForeignTensor(Shape shape) implements Tensor {
        ForeignTensor(int... extents) {
            this(Shape.of(extents));
        }

        @Override
        public void close() {}
    }

    private record ForeignSentences(int count) implements Sentences {
        @Override
        public int wordLimit() {
            return 0;
        }

        @Override
        public int timeLimit() {
            return 0;
        }
    }

    private record ForeignBatch() implements Batch {
        @Override
        public int stories() {
            return 1;
        }

        @Override
        public Sentences memories() {
            return new ForeignSentences(1);
        }

        @Override
        public Sentences queries() {
            return new ForeignSentences(0);
        }

        @Override
        public int targetLimit() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private record ForeignRows(int count) implements AnswerRows {
        @Override
        public int rowLimit() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private record ForeignTally() implements Tally {
        @Override
        public void close() {}
    }

    private Tensor own(int... extents) {
        return ops.allocate(Shape.of(extents));
    }

    private static void assertForeign(String what, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(what)
                .hasMessageContaining("scalar backend");
    }

    @Test
    void tensors() {
        Tensor foreign = new ForeignTensor(1, 2);
        String what = "ForeignTensor";
        HostTensor host = HostTensor.zeros(Shape.of(1, 2));
        assertForeign(what, () -> ops.upload(host, foreign));
        assertForeign(what, () -> ops.download(foreign));
        assertForeign(what, () -> ops.resize(foreign, Shape.of(1)));
        assertForeign(what, () -> ops.fill(foreign, 1));
        assertForeign(what, () -> ops.copy(foreign, own(1, 2)));
        assertForeign(what, () -> ops.copy(own(1, 2), foreign));
        assertForeign(what, () -> ops.copyRows(foreign, 0, own(1, 2), 0, 1));
        assertForeign(what, () -> ops.copyRows(own(1, 2), 0, foreign, 0, 1));
        assertForeign(what, () -> ops.relu(foreign, 0));
        assertForeign(what, () -> ops.distribution(own(1, 2), foreign));
        assertForeign(what, () -> ops.linear(own(1, 2), new ForeignTensor(2, 2), own(1, 2)));
        assertForeign(what, () -> ops.crossEntropy(batch, own(1, 2), foreign, ops.newTally()));
        Trained mixed = new Trained(own(1, 2), foreign, false);
        assertForeign(what, () -> ops.update(List.of(mixed), new UpdateRule(1, 1, Clip.NONE), 1, ops.newTally()));
    }

    @Test
    void sentencesInTables() {
        SentenceEncoding encoding = new SentenceEncoding(PositionWeights.PAPER, 0);
        List<EmbeddingTable> tables = List.of(new EmbeddingTable(own(1, 2), null));
        assertForeign("sentences", () -> ops.embed(new ForeignSentences(3), encoding, tables, List.of(own(3, 2))));
        assertForeign(
                "sentences", () -> ops.embedGradient(new ForeignSentences(3), encoding, List.of(own(3, 2)), tables));
        List<EmbeddingTable> foreign = List.of(new EmbeddingTable(new ForeignTensor(1, 2), null));
        assertForeign(
                "ForeignTensor",
                () -> ops.embed(
                        batch.queries(),
                        encoding,
                        foreign,
                        List.of(own(batch.queries().count(), 2))));
    }

    @Test
    void batches() {
        Batch foreign = new ForeignBatch();
        assertForeign("ForeignBatch", () -> ops.softmax(foreign, own(1), 0));
        assertForeign("ForeignBatch", () -> ops.innerProducts(foreign, own(1, 2), own(1, 2), own(1)));
        assertForeign("ForeignBatch", () -> ops.crossEntropy(foreign, own(1, 2), null, ops.newTally()));
    }

    @Test
    void rowsAndTallies() {
        assertForeign("answer rows", () -> ops.answer(own(1, 2), own(3, 2), new ForeignRows(2), own(1, 2)));
        Tally foreign = new ForeignTally();
        assertForeign("tally", () -> ops.read(foreign));
        assertForeign("tally", () -> ops.reset(foreign));
        assertForeign("tally", () -> ops.crossEntropy(batch, own(1, 2), null, foreign));
        assertForeign("tally", () -> ops.update(List.of(), new UpdateRule(1, 1, Clip.NONE), 1, foreign));
    }
}
