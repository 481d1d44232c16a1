package org.memn2n.benchmarks.work;

import java.util.List;
import org.memn2n.ops.Backend;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Storage;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/**
 * A large memory read by many queries at once: {@code Y = softmax(X M^T) C}.
 *
 * @param name its name in SPEC.md
 * @param slots N
 * @param dimension d
 * @param queries Q
 * @param storage how keys and values are stored
 */
public record KeyValueWork(String name, int slots, int dimension, int queries, Storage storage) implements Work {
    private static final int QUERIES = 300;
    private static final int KEYS = 301;
    private static final int VALUES = 302;

    /** A softmax of some hundred thousand scores and a sum weighted with it, in floats. */
    private static final double TOLERANCE = 1e-4;

    @Override
    public int examples() {
        return queries;
    }

    @Override
    public boolean has(Mode mode) {
        return mode == Mode.FORWARD;
    }

    @Override
    public Run open(Backend backend) {
        return new KeyValueRun(backend);
    }

    @Override
    public Reference reference() {
        return new KeyValueReference();
    }

    private final class KeyValueRun implements Run {
        private final Ops ops;
        private final KeyValueMemory memory;
        private final Tensor asked; // [Q, d]
        private final Tensor result; // [Q, d]
        private final Tensor logSums; // [Q]
        private final Tally waiting;

        KeyValueRun(Backend backend) {
            ops = backend.newOps();
            memory = ops.newKeyValueMemory(slots, dimension, storage);
            ops.store(
                    memory,
                    0,
                    SyntheticData.normal(KEYS, 1, slots, dimension),
                    SyntheticData.normal(VALUES, 1, slots, dimension));
            asked = ops.upload(SyntheticData.normal(QUERIES, 0.3, queries, dimension));
            result = ops.allocate(Shape.of(queries, dimension));
            logSums = ops.allocate(Shape.of(queries));
            waiting = ops.newTally();
        }

        @Override
        public void step(Mode mode) {
            ops.attend(memory, asked, result, logSums);
        }

        @Override
        public void finish() {
            ops.read(waiting);
        }

        List<HostTensor> results() {
            ops.fill(result, Float.NaN);
            ops.fill(logSums, Float.NaN);
            step(Mode.FORWARD);
            return List.of(ops.download(result), ops.download(logSums));
        }

        @Override
        public void close() {
            waiting.close();
            logSums.close();
            result.close();
            asked.close();
            memory.close();
            ops.close();
        }
    }

    private List<HostTensor> results(Backend backend) {
        try (KeyValueRun run = new KeyValueRun(backend)) {
            return run.results();
        }
    }

    private final class KeyValueReference extends Reference {
        private final List<HostTensor> expected;

        KeyValueReference() {
            super(name);
            try (Backend backend = new ScalarBackend(Precision.DOUBLE)) {
                expected = results(backend);
            }
        }

        @Override
        public double fingerprint() {
            double sum = 0;
            for (float value : expected.get(0).values()) {
                sum += Math.abs(value);
            }
            return sum;
        }

        /** Peers round what they compute on the way to brain floats too. */
        @Override
        public double fingerprintTolerance() {
            return storage == Storage.FLOAT32 ? TOLERANCE : 2e-2;
        }

        @Override
        protected List<Difference> compare(Backend backend, Mode mode) {
            List<HostTensor> found = results(backend);
            return List.of(
                    Difference.of(
                            "result", found.get(0).values(), expected.get(0).values(), TOLERANCE),
                    Difference.of(
                            "log sums", found.get(1).values(), expected.get(1).values(), TOLERANCE));
        }
    }
}
