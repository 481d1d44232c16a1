package org.memn2n.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One operation on a CPU backend under JMH: fresh virtual machines, so that what one operation taught the compiler does not
 * help or hurt another. Verified in each of them before it is timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class OperationBenchmark {
    /** The backend. */
    @Param("scalar")
    public String device = "scalar";

    /** The operation. */
    @Param("embed")
    public String operation = "embed";

    @SuppressWarnings("NullAway.Init") // set up by JMH
    private Backend backend;

    @SuppressWarnings("NullAway.Init") // set up by JMH
    private KernelContender contender;

    /** Verifies the operation and makes its inputs, one set, as small as a batch is. */
    @Setup
    public void setUp() {
        backend = Backends.open(device);
        KernelCase measured = KernelCases.of(Sizes.CPU, Sizes.CPU).stream()
                .filter(one -> one.name().equals(operation))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operation " + operation));
        KernelBenchmark.check(measured, measured.maker(), backend);
        contender = new KernelContender(measured, measured.maker(), backend, 0);
    }

    /** Once. */
    @Benchmark
    public void run() {
        contender.run(1);
    }

    /** Gives memory back. */
    @TearDown
    public void tearDown() {
        contender.close();
        backend.close();
    }
}
