package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.GpuBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.Bits;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingListener;

/**
 * Batches that are sent on a stream of their own while others are worked on: the work of both streams is put off
 * and mixed as far as their waits for each other allow, and nothing changes. Without the waits it does.
 */
class StreamsStandInTest {
    private static final TrainingJob JOB =
            CudaTrainings.job(100, CudaTrainings.options().build(), null);

    private static @Nullable TrainedModel usual;

    private final GpuBackend cuda = CudaTrainings.open();

    /** What the job comes to in the usual order. */
    private TrainedModel usual() throws IOException {
        TrainedModel known = usual;
        if (known == null) {
            known = CudaTrainings.train(cuda, 1, JOB);
            usual = known;
        }
        return known;
    }

    @AfterEach
    void usualOrder() {
        StandIn.command("forget");
        StandIn.command("set execution eager");
        StandIn.command("set stream_order issue");
        System.clearProperty(CudaSteps.PROPERTY);
        cuda.close();
    }

    private static void mix(String order) {
        StandIn.command("set execution late");
        StandIn.command("set stream_order " + order);
    }

    @ParameterizedTest
    @CsvSource({
        "forward, on",
        "reverse, on",
        "random:1, on",
        "random:2, on",
        "random:3, on",
        "forward, off",
        "reverse, off",
        "random:4, off"
    })
    void trainingsDoNotDependOnTheOrderOfStreams(String order, String graphs) throws IOException {
        TrainedModel expected = usual();
        mix(order);
        System.setProperty(CudaSteps.PROPERTY, graphs);
        TrainedModel mixed = CudaTrainings.train(cuda, 1, JOB);

        assertThat(Bits.difference(mixed.parameters(), expected.parameters())).isEmpty();
        assertThat(mixed.report()).isEqualTo(expected.report());
    }

    /** Of the two waits of each batch, the first keeps it from overwriting another, the second its use from coming early. */
    @ParameterizedTest
    @CsvSource({"1, reverse", "2, forward"})
    void eachWaitIsNeeded(int which, String order) throws IOException {
        Map<String, HostTensor> expected = usual().parameters();
        mix(order);
        for (int call = which; call < 400; call += 2) {
            StandIn.command("fail cuStreamWaitEvent " + call + " CUDA_SUCCESS");
        }
        String difference;
        try {
            difference = Bits.difference(CudaTrainings.train(cuda, 1, JOB).parameters(), expected);
        } catch (DeviceException indexOutOfRange) {
            difference = indexOutOfRange.toString();
        }
        assertThat(difference).isNotEmpty();
    }

    /** What the driver counted in the middle epochs of a training, and how often a loss was shown or found in them. */
    private Map<String, Long> counts(String counted, List<String> functions) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        List<Long> shown = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void progressed(String job, int restart, int examples, double meanLoss) {
                shown.add(1L);
            }

            @Override
            public void epochEnded(EpochReport report) {
                shown.add(1L); // the validation loss
                // By then the memory of batches has grown to the largest.
                if (report.epoch() == 9 || report.epoch() == 12) {
                    int sign = report.epoch() == 9 ? -1 : 1;
                    for (String function : functions) {
                        counts.merge(function, sign * StandIn.command("get " + counted + " " + function), Long::sum);
                    }
                    counts.merge("shown", sign * (long) shown.size(), Long::sum);
                }
            }
        };
        TrainingJob job = CudaTrainings.job(
                100, CudaTrainings.options().linearEpochs(0).epochs(12).build(), null);
        new Training(cuda, 1, listener, new StopSignal()).run(List.of(job));
        return counts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void anEpochWaitsForNothingButTheLossesThatAreShown(String graphs) throws IOException {
        System.setProperty(CudaSteps.PROPERTY, graphs);
        Map<String, Long> calls = counts(
                "calls",
                List.of(
                        "cuStreamSynchronize",
                        "cuCtxSynchronize",
                        "cuMemcpyDtoHAsync_v2",
                        "cuMemcpyHtoD_v2",
                        "cuMemcpyDtoH_v2",
                        "cuMemcpyDtoD_v2",
                        "cuMemsetD8_v2",
                        "cuStreamQuery",
                        "cuMemAllocHost_v2",
                        "cuMemFreeHost",
                        "cuMemAlloc_v2",
                        "cuMemFree_v2"));
        long shown = calls.getOrDefault("shown", 0L);

        assertThat(shown).isGreaterThanOrEqualTo(6);
        assertThat(calls).containsEntry("cuStreamSynchronize", shown).containsEntry("cuMemcpyDtoHAsync_v2", shown);
        // A sum for each validation is allocated and given back when nothing is under way.
        assertThat(calls).containsEntry("cuMemAlloc_v2", 3L).containsEntry("cuMemFree_v2", 3L);
        calls.keySet()
                .removeAll(List.of(
                        "shown", "cuStreamSynchronize", "cuMemcpyDtoHAsync_v2", "cuMemAlloc_v2", "cuMemFree_v2"));
        assertThat(calls.values()).hasSize(8).containsOnly(0L);
    }

    /** Where nothing is carried out before somebody waits, the host waits for the losses and for the ring of uploads. */
    @Test
    void theHostRunsAheadUntilTheRingIsFull() throws IOException {
        mix("forward");
        Map<String, Long> waits = counts(
                "waits", List.of("cuStreamSynchronize", "cuEventSynchronize", "cuMemFree_v2", "cuMemcpyDtoHAsync_v2"));
        long uploads = 3L * (12 + 2 + 2); // batches of training and validation, and resets of the sums

        long read = waits.getOrDefault("cuStreamSynchronize", 0L) + waits.getOrDefault("cuMemcpyDtoHAsync_v2", 0L);
        assertThat(waits).containsEntry("cuMemFree_v2", 0L).containsEntry("shown", read);
        assertThat(waits.get("cuEventSynchronize")).isLessThan(uploads);
    }
}
