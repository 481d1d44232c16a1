package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.testkit.AttendCase;
import org.memn2n.testkit.Close;

/** Queries to large memories on every backend, at the sizes where one may treat them in another way. */
class AttendContractTest {
    private static final Ops REFERENCE = new ScalarBackend(Precision.DOUBLE).newOps();

    static Stream<String> usableBackends() {
        return OpsContractTest.usableBackends();
    }

    @AfterAll
    static void close() {
        REFERENCE.close();
    }

    /**
     * Every number of queries at which a GPU takes another kernel or another block, and every number of slots at which
     * its tiles of 8 to 128 slots or its splits begin; d around vectors of 4 and 8 numbers, passes of 32 and 64 of
     * them, and the widths of its blocks. More slots than a sum of a GPU runs over, more queries than it takes at once.
     */
    static List<AttendCase> cases() {
        Sizes sizes = new Sizes();
        for (int queries : new int[] {1, 2, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 257}) {
            sizes.add(300, queries, 20).add(131, queries, 128).add(131, queries, 130);
        }
        for (int slots : new int[] {1, 7, 8, 9, 31, 32, 33, 127, 128, 129, 511, 512, 513, 767, 768, 769, 5000}) {
            sizes.add(slots, 1, 3)
                    .add(slots, 3, 3)
                    .add(slots, 16, 3)
                    .add(slots, 40, 3)
                    .add(slots, 20, 131);
        }
        for (int dimension :
                new int[] {1, 2, 4, 5, 8, 9, 31, 32, 33, 63, 64, 65, 127, 129, 200, 255, 256, 257, 511, 512, 513}) {
            sizes.add(70, 1, dimension)
                    .add(70, 5, dimension)
                    .add(70, 12, dimension)
                    .add(70, 35, dimension);
        }
        for (int dimension : new int[] {1000, 1024, 1025, 2048, 2049, 8192}) {
            sizes.add(40, 1, dimension).add(40, 3, dimension);
        }
        return sizes.add(24579, 1, 3).add(16385, 9, 3).add(16384, 33, 3).add(2, 4133, 1).cases;
    }

    /** Sizes of memories, which take one storage and the other in turn. */
    private static final class Sizes {
        private final List<AttendCase> cases = new ArrayList<>();

        Sizes add(int slots, int queries, int dimension) {
            int turn = (cases.size() + slots + dimension) % 2;
            cases.add(new AttendCase(slots, queries, dimension, turn == 0 ? Storage.FLOAT32 : Storage.BFLOAT16));
            return this;
        }
    }

    private static void compare(Ops ops, AttendCase attended, long seed) {
        List<double[]> expected = attended.attend(REFERENCE, seed);
        List<double[]> actual = attended.attend(ops, seed);
        for (int i = 0; i < expected.size(); i++) {
            String what = attended + " seed " + seed + (i == 0 ? " result" : " logSums");
            Close.assertClose(what, actual.get(i), expected.get(i), Close.SINGLE_FORWARD);
        }
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void agreesWithTheReference(String name) {
        try (Backend backend = Backends.open(name);
                Ops ops = backend.newOps()) {
            List<AttendCase> cases = cases();
            for (int i = 0; i < cases.size(); i++) {
                compare(ops, cases.get(i), i);
            }
        }
    }

    /** Whole numbers: scores are exact and often equal, so slots must be the very same. */
    @ParameterizedTest
    @MethodSource("usableBackends")
    void findsTheSameSlots(String name) {
        try (Backend backend = Backends.open(name);
                Ops ops = backend.newOps()) {
            for (Storage storage : Storage.values()) {
                for (int slots : new int[] {1, 33, 129, 1025}) {
                    for (int count : new int[] {1, 33, 128, 129, 300}) {
                        AttendCase attended = new AttendCase(slots, 3, 5, storage);
                        int some = Math.min(slots, count);
                        assertThat(attended.topSlots(ops, some, slots))
                                .as(attended + " count " + some)
                                .usingRecursiveComparison()
                                .isEqualTo(attended.topSlots(REFERENCE, some, slots));
                    }
                }
                for (int dimension : new int[] {1, 64, 129, 513, 1025, 8192}) {
                    AttendCase attended = new AttendCase(140, 2, dimension, storage);
                    assertThat(attended.topSlots(ops, 7, dimension))
                            .as(attended.toString())
                            .usingRecursiveComparison()
                            .isEqualTo(attended.topSlots(REFERENCE, 7, dimension));
                }
            }
        }
    }

    /** The comparison itself is tested: another seed, hence another memory, is noticed. */
    @Test
    void noticesAnotherMemory() {
        AttendCase attended = new AttendCase(33, 2, 20, Storage.FLOAT32);
        List<double[]> expected = attended.attend(REFERENCE, 1);
        List<double[]> actual = attended.attend(REFERENCE, 2);
        IntStream.range(0, 2)
                .forEach(i -> assertThatThrownBy(() ->
                                Close.assertClose("planted", actual.get(i), expected.get(i), Close.SINGLE_FORWARD))
                        .isInstanceOf(AssertionError.class));
        assertThat(attended.topSlots(REFERENCE, 9, 1).get(1))
                .isNotEqualTo(attended.topSlots(REFERENCE, 9, 2).get(1));
    }
}
