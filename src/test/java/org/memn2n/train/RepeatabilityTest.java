package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.testkit.Bits;
import org.memn2n.train.TrainingListener.RestartReport;

/** Equal seeds give equal bits, with any number of threads. */
class RepeatabilityTest {
    private record Run(TrainedModel model, List<RestartReport> reports) {}

    private static Run run(long seed, int threads) throws IOException {
        List<RestartReport> reports = new CopyOnWriteArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void restartEnded(RestartReport report) {
                reports.add(report);
            }
        };
        TrainingOptions options = Small.training().restarts(3).seed(seed).build();
        try (Backend backend = Backends.open("scalar")) {
            TrainedModel model = new Training(backend, threads, listener, new StopSignal())
                    .run(List.of(Small.job(options, null)))
                    .get(0);
            return new Run(
                    model,
                    reports.stream()
                            .sorted(Comparator.comparing(RestartReport::restart))
                            .toList());
        }
    }

    @Test
    void runsAndThreadsDoNotMatterAndTheSeedDoes() throws IOException {
        Run first = run(5, 1);

        assertThat(first.reports()).extracting(RestartReport::restart).containsExactly(1, 2, 3);
        assertThat(first.reports()).extracting(RestartReport::trainingLoss).doesNotHaveDuplicates();
        for (int threads = 1; threads <= 3; threads++) {
            Run again = run(5, threads);
            assertThat(Bits.difference(again.model().parameters(), first.model().parameters()))
                    .as("%d threads", threads)
                    .isEmpty();
            assertThat(again.reports()).as("%d threads", threads).isEqualTo(first.reports());
            assertThat(again.model().report()).isEqualTo(first.model().report());
        }
        Run other = run(6, 1);
        assertThat(Bits.difference(other.model().parameters(), first.model().parameters()))
                .isNotEmpty();
        assertThat(other.reports()).isNotEqualTo(first.reports());
    }

    @Test
    void severalJobsAreWhatTheyAreAlone() throws IOException {
        TrainingJob one = Small.job(Small.training().seed(8).build(), null);
        TrainingJob two = Small.job(Small.training().seed(9).restarts(2).build(), null);
        try (Backend backend = Backends.open("scalar")) {
            List<TrainedModel> models =
                    new Training(backend, 3, TrainingListener.SILENT, new StopSignal()).run(List.of(one, two));

            assertThat(models).hasSize(2);
            assertThat(Bits.difference(
                            models.get(0).parameters(), Small.train(one).parameters()))
                    .isEmpty();
            assertThat(Bits.difference(
                            models.get(1).parameters(), Small.train(two).parameters()))
                    .isEmpty();
        }
    }
}
