package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.memn2n.Predictor;
import org.memn2n.SharedMemory;
import org.memn2n.data.Example;
import org.memn2n.model.ModelOptions;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.Storage;
import org.memn2n.ops.gpu.GpuBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomModels;
import org.memn2n.testkit.Stories;

/** After a question that the device has no room for, those that it has room for are answered as before. */
class LackOfMemoryStandInTest {
    private static final ModelOptions NETWORK =
            ModelOptions.paper().dimension(20).memorySize(10).build();

    private final GpuBackend cuda = CudaTrainings.open();

    @AfterEach
    void everythingIsGivenBack() {
        StandIn.command("forget");
        assertThat(cuda.counted().allocations()).isZero();
        cuda.close();
    }

    /** Something that is asked for the usual, and for more than it had room for until then. */
    private interface Asked extends AutoCloseable {
        Object usual();

        Object more();

        @Override
        void close();
    }

    /** Lets every allocation that the larger question needs fail in turn, each in a new thing. */
    private static void assertUnharmed(Supplier<Asked> maker) {
        Object more;
        try (Asked unharmed = maker.get()) {
            more = unharmed.more();
        }
        int lacks = 0;
        for (boolean lacking = true; lacking; ) {
            try (Asked asked = maker.get()) {
                Object before = asked.usual();
                StandIn.fail("cuMemAlloc_v2", 1 + lacks, "CUDA_ERROR_OUT_OF_MEMORY");
                try {
                    asked.more();
                    lacking = false;
                } catch (OutOfDeviceMemoryException e) {
                    lacks++;
                }
                StandIn.command("forget");
                assertThat(asked.usual())
                        .as("after allocation %d failed", lacks)
                        .usingRecursiveComparison()
                        .isEqualTo(before);
                assertThat(asked.more())
                        .as("after allocation %d failed, the larger question", lacks)
                        .usingRecursiveComparison()
                        .isEqualTo(more);
            }
        }
        assertThat(lacks).as("allocations that the larger question needs").isPositive();
    }

    @Test
    void aPredictorAnswersOn() {
        List<Example> many = Stories.simulated(6, 3);
        assertUnharmed(() -> new Asked() {
            private final Predictor predictor = new Predictor(RandomModels.of(NETWORK, 1), cuda);

            @Override
            public Object usual() {
                return predictor.answerAll(many.subList(0, 2));
            }

            @Override
            public Object more() {
                return predictor.answerAll(many);
            }

            @Override
            public void close() {
                predictor.close();
            }
        });
    }

    @Test
    void aMemoryIsReadOn() {
        HostTensor rows = new RandomInputs(5).tensor(50, 20);
        assertUnharmed(() -> new Asked() {
            private final SharedMemory memory = SharedMemory.of(cuda, rows, rows, Storage.FLOAT32);

            private Object read(int queries) {
                return memory.read(new RandomInputs(6).tensor(queries, 20));
            }

            @Override
            public Object usual() {
                return read(2);
            }

            @Override
            public Object more() {
                return read(40);
            }

            @Override
            public void close() {
                memory.close();
            }
        });
    }
}
