package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.gpu.GpuBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.Bits;
import org.memn2n.train.TrainingJob;

/** Several GPUs: each is chosen by its number and does its own work, in any thread, beside the other. */
class DevicesStandInTest {
    private static final TrainingJob JOB =
            CudaTrainings.job(50, CudaTrainings.options().build(), null);

    @BeforeEach
    void twoDevices() {
        StandIn.command("set devices 2");
    }

    @AfterEach
    void oneDevice() {
        for (int device = 0; device < 2; device++) {
            assertThat(StandIn.command("get allocations " + device)).isZero();
        }
        StandIn.command("set devices 1");
    }

    private static GpuBackend open(String name) {
        if (Backends.open(name) instanceof GpuBackend cuda) {
            return cuda;
        }
        throw new AssertionError("the backend named " + name + " is another");
    }

    private static long launches(int device) {
        return StandIn.command("get launches " + device);
    }

    @Test
    void workIsDoneOnTheDeviceThatWasAskedFor() {
        long firstBefore = launches(0);
        long secondBefore = launches(1);
        try (GpuBackend second = open("cuda:1");
                Ops ops = second.newOps();
                Tensor tensor = ops.allocate(Shape.of(3, 5))) {
            ops.fill(tensor, 7);

            assertThat(ops.download(tensor).values()).containsOnly(7);
            assertThat(second.device()).startsWith("cuda:1 (");
            assertThat(second.counted().bytes()).isEqualTo(3L * 5 * Float.BYTES);
            assertThat(StandIn.command("get bytes 1")).isEqualTo(3L * 5 * Float.BYTES);
            assertThat(StandIn.command("get bytes 0")).isZero();
        }
        assertThat(launches(0)).isEqualTo(firstBefore);
        assertThat(launches(1)).isEqualTo(secondBefore + 1);
    }

    @Test
    void aNumberThatIsNotThereIsAClearError() {
        assertThatThrownBy(() -> Backends.open("cuda:7"))
                .isInstanceOf(DeviceException.class)
                .hasMessage("cuda:7: CUDA devices are numbered from 0 to 1");
    }

    @Test
    void allAreListed() {
        List<String> devices = new CudaProvider().devices();

        assertThat(devices).hasSize(2);
        assertThat(devices.get(0)).startsWith("cuda:0 CPU stand-in");
        assertThat(devices.get(1)).startsWith("cuda:1 CPU stand-in");
    }

    @Test
    void bothTrainAtOnce() throws Exception {
        Map<String, HostTensor> expected;
        try (GpuBackend first = open("cuda:0")) {
            expected = CudaTrainings.train(first, 1, JOB).parameters();
        }
        long firstBefore = launches(0);
        long secondBefore = launches(1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (GpuBackend first = open("cuda:0");
                GpuBackend second = open("cuda:1")) {
            Future<Map<String, HostTensor>> one = pool.submit(training(first));
            Future<Map<String, HostTensor>> other = pool.submit(training(second));

            assertThat(Bits.difference(one.get(), expected)).isEmpty();
            assertThat(Bits.difference(other.get(), expected)).isEmpty();
        } finally {
            pool.shutdown();
        }
        assertThat(launches(1) - secondBefore)
                .isEqualTo(launches(0) - firstBefore)
                .isPositive();
    }

    private static Callable<Map<String, HostTensor>> training(Backend backend) {
        return () -> CudaTrainings.train(backend, 1, JOB).parameters();
    }

    /** Contexts belong to threads: work that began in one goes on in others, and on two devices in turn in one. */
    @Test
    void anyThreadMayGoOn() throws ExecutionException, InterruptedException, IOException {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (GpuBackend first = open("cuda:0");
                GpuBackend second = open("cuda:1");
                Ops firstOps = first.newOps();
                Ops secondOps = second.newOps();
                Tensor one = firstOps.allocate(Shape.of(2, 3));
                Tensor other = secondOps.allocate(Shape.of(2, 3))) {
            for (int round = 0; round < 4; round++) {
                int value = round;
                Runnable work = () -> bothInOneStep(firstOps, one, secondOps, other, value);
                if (round % 2 == 0) {
                    pool.submit(work).get();
                } else {
                    work.run();
                }
            }
        } finally {
            pool.shutdown();
        }
    }

    private static void bothInOneStep(Ops firstOps, Tensor one, Ops secondOps, Tensor other, int value) {
        firstOps.step(() -> {
            for (int i = 0; i < 5; i++) {
                firstOps.fill(one, value + i);
                secondOps.fill(other, -value - i);
            }
        });
        assertThat(firstOps.download(one).values()).containsOnly(value + 4);
        assertThat(secondOps.download(other).values()).containsOnly(-value - 4);
    }

    /** A tensor of one device is of no use to the other, and is not touched. */
    @Test
    void devicesDoNotShareTensors() {
        try (GpuBackend first = open("cuda:0");
                GpuBackend second = open("cuda:1");
                Ops firstOps = first.newOps();
                Tensor one = firstOps.allocate(Shape.of(2, 3))) {
            try (Ops secondOps = second.newOps()) {
                assertThatThrownBy(() -> secondOps.fill(one, 1))
                        .isInstanceOf(DeviceException.class)
                        .hasMessageContaining("memory of cuda:0")
                        .hasMessageContaining("handed to another backend, cuda:1");
            }
            assertThat(firstOps.download(one).values()).containsOnly(0);
        }
    }
}
