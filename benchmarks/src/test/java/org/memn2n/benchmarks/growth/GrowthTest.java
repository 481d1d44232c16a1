package org.memn2n.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement.Checked;

/** Slopes, tables and pictures of times that are known. */
class GrowthTest {
    private static final Made MADE = new Made("abc", false, "a machine", "a Java", "2026-11-22T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    /** Times that grow with this exponent, after a fixed part. */
    private static List<GrowthMeasurement> points(Axis axis, double fixed, double exponent) {
        List<GrowthMeasurement> points = new ArrayList<>();
        axis.values(10_000).forEach(value -> {
            double time = fixed + Math.pow(value, exponent) / 1000;
            Checked checked = new Checked("the reference", "loss", 0, 1e-5);
            points.add(new GrowthMeasurement(
                    MADE, "memn2n x", "x", axis.label(), value, "train", 9, time, time, time, time, checked));
        });
        return points;
    }

    @Test
    void theExponentIsThatOfThePowerLaw() {
        List<GrowthMeasurement> square = points(Axis.SLOTS, 0, 2);
        assertThat(Slope.of(square)).isCloseTo(2, within(1e-9));
        List<GrowthMeasurement> launched = points(Axis.SLOTS, 1, 1);
        assertThat(Slope.of(launched)).isLessThan(0.5);
        assertThat(Slope.atEnd(launched)).isBetween(0.7, 1.0);
    }

    @Test
    void tablesAndPicturesHaveEveryAxisThatWasMeasured() throws IOException {
        List<GrowthMeasurement> both = new ArrayList<>(points(Axis.SLOTS, 0, 1));
        both.addAll(points(Axis.HOPS, 0, 1));
        assertThat(GrowthTable.of(both))
                .contains("| memory slots of one story | 10 | 100 | 1,000 | 10,000 | exponent | at the end |")
                .contains("| memn2n x, train | 0.0100 | 0.100 | 1.00 | 10.0 | 1.00 | 1.00 |")
                .contains("| hops | 1 | 2 |")
                .doesNotContain("stories of a batch");
        GrowthPlot.draw(both, folder);
        assertThat(folder.resolve("growth-slots.png")).isNotEmptyFile();
        assertThat(folder.resolve("growth-hops.png")).isNotEmptyFile();
        assertThat(folder.resolve("growth-batch.png")).doesNotExist();
    }

    @Test
    void shapesDifferInOneSizeOnly() {
        assertThat(Axis.SLOTS.shape(100).slots()).isEqualTo(100);
        assertThat(Axis.SLOTS.shape(100).stories()).isEqualTo(1);
        assertThat(Axis.VOCABULARY.shape(1000).words()).isEqualTo(1000);
        assertThat(Axis.BATCH.shape(64).stories()).isEqualTo(64);
        assertThat(Axis.HOPS.shape(8).hops()).isEqualTo(8);
    }
}
