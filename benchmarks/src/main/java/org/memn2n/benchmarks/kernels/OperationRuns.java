package org.memn2n.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Table;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link OperationBenchmark} for a choice of operations and devices. */
public final class OperationRuns {
    private OperationRuns() {}

    /** The names of all operations. */
    public static List<String> names() {
        return KernelCases.of(Sizes.CPU, Sizes.CPU).stream()
                .map(KernelCase::name)
                .toList();
    }

    /**
     * Runs them; JMH shows its progress on standard output.
     *
     * @param threads for each device, of the pool that works on one operation
     * @param quick one short fork, to see that all run
     * @throws IllegalStateException when JMH fails, as when a result is not right
     */
    public static List<OperationMeasurement> run(String device, int threads, List<String> operations, boolean quick) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\b" + OperationBenchmark.class.getSimpleName() + "\\b")
                .param("device", device)
                .param("operation", operations.toArray(String[]::new))
                .jvmArgsAppend("-Dmemn2n.threads=" + threads)
                .shouldFailOnError(true);
        if (quick) {
            options = options.forks(1).warmupIterations(1).measurementIterations(2);
        }
        try {
            Made made = Made.here();
            List<OperationMeasurement> measurements = new ArrayList<>();
            for (RunResult run : new Runner(options.build()).run()) {
                measurements.add(measurement(made, device, threads, run));
            }
            return measurements;
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH: " + e.getMessage(), e);
        }
    }

    private static OperationMeasurement measurement(Made made, String device, int threads, RunResult run) {
        String operation = run.getParams().getParam("operation");
        Result<?> result = run.getPrimaryResult();
        KernelCase measured = KernelCases.of(Sizes.CPU, Sizes.CPU).stream()
                .filter(one -> one.name().equals(operation))
                .findFirst()
                .orElseThrow();
        double mean = result.getScore();
        double error = result.getScoreError();
        return new OperationMeasurement(
                made,
                device,
                threads,
                operation,
                measured.sizes().toString(),
                result.getSampleCount(),
                mean,
                Double.isFinite(error) ? error : 0,
                result.getStatistics().getMin(),
                measured.operations() / mean / 1e3,
                measured.bytes() / mean / 1e3);
    }

    /** A Markdown table. */
    public static String table(List<OperationMeasurement> measurements) {
        StringBuilder text = new StringBuilder();
        if (!measurements.isEmpty()) {
            text.append(
                    Table.origin(measurements.get(0).made(), measurements.get(0).sizes()));
        }
        text.append("""
                | operation | device | threads | µs mean | ± (99.9 %) | fastest | GFLOP/s | GB/s |
                |---|---|---|---|---|---|---|---|
                """);
        for (OperationMeasurement m : measurements) {
            text.append("| ")
                    .append(String.join(
                            " | ",
                            m.operation(),
                            m.device(),
                            Integer.toString(m.threads()),
                            Table.number(m.mean()),
                            Table.number(m.error()),
                            Table.number(m.minimum()),
                            Table.number(m.gigaflops()),
                            Table.number(m.gigabytesPerSecond())))
                    .append(" |\n");
        }
        return text.toString();
    }
}
