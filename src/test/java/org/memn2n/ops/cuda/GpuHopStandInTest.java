package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuKernels;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.Composed;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/** The fused hop against the single operations that define it, on the same device. */
class GpuHopStandInTest {
    private static final double TOLERANCE = 1e-5;

    private final List<GpuKernel> launched = new ArrayList<>();
    private CudaDevice device;
    private Kernels fused;

    @BeforeEach
    void open() {
        assertThat(CudaLibrary.refusal()).as("why CUDA cannot be used").isNull();
        device = new CudaDevice(0);
        fused = new GpuKernels(WatchedQueue.of(new CudaQueue(device), launched));
    }

    @AfterEach
    void close() {
        if (device != null) {
            fused.close();
            device.close();
        }
    }

    /** Besides the usual sizes, more slots and more components than the kernels keep in shared memory. */
    static List<Sizes> sizes() {
        List<Sizes> sizes = new ArrayList<>(List.of(RandomInputs.sizes()));
        sizes.add(new Sizes(3, 700, 3, 3, 9));
        sizes.add(new Sizes(3, 20, 3, 3, 530));
        return sizes;
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void equalsTheSingleOperations(Sizes sizes) {
        Kernels composed = Composed.of(fused, "");
        for (HopCase.Setting setting : settings(sizes)) {
            compare(new HopCase(sizes, setting, 7), composed);
        }
    }

    /** The comparison itself is tested: each step of the composition in turn is left out, and it must notice. */
    @Test
    void noticesAMissingStep() {
        HopCase hop = new HopCase(new Sizes(4, 31, 31, 40, 17), new HopCase.Setting(true, Attention.SOFTMAX, 0, 8), 7);
        for (String step : List.of("innerProducts", "softmax", "weightedSum", "linear", "relu")) {
            for (String operation : List.of(step, step + "Gradient")) {
                assertThatThrownBy(() -> compare(hop, Composed.of(fused, operation)))
                        .as("without " + operation)
                        .isInstanceOf(AssertionError.class);
            }
        }
    }

    @Test
    void passesWhatIsNotANumberAsTheSingleOperationsDo() {
        for (HopCase.Setting setting : settings(new Sizes(3, 6, 5, 5, 7))) {
            HopCase hop = new HopCase(new Sizes(3, 6, 5, 5, 7), setting, 7).withNaN();
            List<double[]> actual = hop.run(fused);
            List<double[]> expected = hop.run(Composed.of(fused, ""));
            for (int i = 0; i < expected.size(); i++) {
                assertThat(areNaN(actual.get(i))).as(hop + " result " + i).isEqualTo(areNaN(expected.get(i)));
            }
            assertThat(areNaN(expected.get(1))).as("next state").contains(true, false);
        }
    }

    @Test
    void takesOneLaunchBesidesThoseForTheMap() {
        Sizes sizes = new Sizes(2, 5, 7, 5, 7);
        new HopCase(sizes, new HopCase.Setting(false, Attention.SOFTMAX, 0, 3), 7).run(fused);
        assertThat(launched).containsExactly(GpuKernel.HOP_FORWARD, GpuKernel.HOP_GRADIENT);
        launched.clear();
        new HopCase(sizes, new HopCase.Setting(true, Attention.SOFTMAX, 0, 3), 7).run(fused);
        assertThat(launched)
                .containsExactly(
                        GpuKernel.MATRIX_NT,
                        GpuKernel.HOP_FORWARD,
                        GpuKernel.RELU_GRADIENT,
                        GpuKernel.MATRIX_NT_GRADIENT,
                        GpuKernel.HOP_GRADIENT);
    }

    private static List<HopCase.Setting> settings(Sizes sizes) {
        int d = sizes.dimension();
        List<HopCase.Setting> settings = new ArrayList<>();
        for (boolean mapped : new boolean[] {false, true}) {
            for (int firstRectified : new int[] {0, d / 2, d}) {
                settings.add(new HopCase.Setting(mapped, Attention.LINEAR, 0, firstRectified));
                settings.add(new HopCase.Setting(mapped, Attention.SOFTMAX, 0, firstRectified));
                settings.add(new HopCase.Setting(mapped, Attention.SOFTMAX, sizes.maxSlots() + 2, firstRectified));
            }
        }
        return settings;
    }

    private void compare(HopCase hop, Kernels composed) {
        List<double[]> actual = hop.run(fused);
        List<double[]> expected = hop.run(composed);
        assertThat(actual).as(hop.toString()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Close.assertClose(hop + " result " + i, actual.get(i), expected.get(i), TOLERANCE);
        }
    }

    private static List<Boolean> areNaN(double[] values) {
        return Arrays.stream(values).mapToObj(Double::isNaN).toList();
    }
}
