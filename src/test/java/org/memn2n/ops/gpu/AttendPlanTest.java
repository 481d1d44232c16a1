package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How attend is divided, on devices that are not here. */
class AttendPlanTest {
    private static final int H100 = 132;
    private static final long GIBIBYTE = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        "1, 1, ONE",
        "128, 1, ONE",
        "8192, 1, ONE",
        "128, 2, EIGHT",
        "1024, 8, EIGHT",
        "128, 9, SIXTEEN",
        "128, 16, SIXTEEN",
        "128, 32, SIXTEEN",
        "512, 1000, SIXTEEN",
        "513, 1000, EIGHT",
        "1025, 1000, ONE",
        "128, 33, SIXTY_FOUR",
        "129, 16, SIXTEEN",
        "129, 17, THIRTY_TWO",
        "256, 1000, THIRTY_TWO",
        "257, 1000, SIXTEEN",
    })
    void takesTheKernelFor(int dimension, int queries, AttendPlan.Tile expected) {
        assertThat(AttendPlan.of(1000, dimension, queries, H100).tile()).isEqualTo(expected);
    }

    /** Sizes from nothing to more numbers than 32 bits can count, on small and large devices. */
    @Test
    void coversAllSlotsWithinTheLimitsOfTheKernels() {
        for (long slots : new long[] {0, 1, 31, 1000, 100_000, 10_000_000, 3_000_000_000L}) {
            for (int dimension : new int[] {1, 20, 128, 200, 512, 1024, 1536, 8192}) {
                for (int queries : new int[] {1, 7, 16, 17, 64, 256, 4096}) {
                    for (int multiprocessors : new int[] {1, 2, H100}) {
                        check(slots, dimension, queries, multiprocessors);
                    }
                }
            }
        }
    }

    private static void check(long slots, int dimension, int queries, int multiprocessors) {
        int atOnce = Math.min(queries, AttendPlan.queriesAtOnce(slots, dimension, queries));
        AttendPlan plan = AttendPlan.of(slots, dimension, atOnce, multiprocessors);
        assertThat(plan.splits() * plan.slotsPerSplit()).as("%s", plan).isGreaterThanOrEqualTo(slots);
        assertThat((plan.splits() - 1) * plan.slotsPerSplit()).as("%s", plan).isLessThan(Math.max(1, slots));
        assertThat(plan.slotsPerSplit() % plan.tile().step()).as("%s", plan).isZero();
        assertThat(plan.splits()).as("%s", plan).isBetween(slots == 0 ? 0 : 1, 65535);
        assertThat(plan.blocks() * plan.tile().queries()).as("%s", plan).isGreaterThanOrEqualTo(atOnce);
        assertThat((double) plan.splits() * atOnce * (dimension + 2) * Float.BYTES)
                .as("bytes of partial results of %s", plan)
                .isLessThan(GIBIBYTE);
        if (slots * dimension < 200 * GIBIBYTE / Float.BYTES) {
            assertThat(plan.slotsPerSplit() * dimension)
                    .as("numbers of a split of %s", plan)
                    .isLessThan(1L << 31);
        }
    }

    /** Up to 16 queries read each key and each value once. */
    @Test
    void fewQueriesReadTheMemoryOnce() {
        for (int queries = 1; queries <= 16; queries++) {
            assertThat(AttendPlan.of(100_000, 512, queries, H100).blocks()).isEqualTo(1);
        }
        assertThat(AttendPlan.of(100_000, 1024, 8, H100).blocks()).isEqualTo(1);
        assertThat(AttendPlan.of(100_000, 1024, 16, H100).blocks()).isEqualTo(2);
        assertThat(AttendPlan.of(100_000, 2049, 1, H100).blocks())
                .as("chunks of columns")
                .isEqualTo(2);
    }

    /** As many blocks as fit at the same time, or a little fewer. */
    @Test
    void keepsTheDeviceBusy() {
        for (int queries : List.of(1, 16, 256)) {
            AttendPlan plan = AttendPlan.of(100_000, 128, queries, H100);
            int fitting = H100 * (queries == 1 ? 3 : 2);
            assertThat(plan.blocks() * plan.splits()).as("%s", plan).isBetween(fitting * 95 / 100, fitting);
        }
    }

    @Test
    void sumsOfLargeMemoriesAreCutInParts() {
        assertThat(AttendPlan.of(10_000_000, 128, 16, H100).slotsPerSplit()).isEqualTo(4096);
        assertThat(AttendPlan.queriesAtOnce(10_000_000, 128, 1000))
                .isLessThan(256)
                .isGreaterThanOrEqualTo(64);
    }

    @Test
    void dependsOnSizesAndDeviceModelOnly() {
        assertThat(AttendPlan.of(12345, 77, 9, 80)).isEqualTo(AttendPlan.of(12345, 77, 9, 80));
        assertThat(AttendPlan.of(12345, 77, 9, 80)).isNotEqualTo(AttendPlan.of(12345, 77, 9, 40));
    }
}
