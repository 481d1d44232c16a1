package org.memn2n.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;

/** Every operation, with what it must move and compute. */
final class KernelCases {
    private KernelCases() {}

    /**
     * All cases.
     *
     * @param sizes of single operations
     * @param pass of passes over stories
     */
    static List<KernelCase> of(Sizes sizes, Sizes pass) {
        List<KernelCase> cases = new ArrayList<>();
        cases.addAll(PointwiseCases.of(sizes));
        cases.addAll(EmbeddingCases.of(sizes));
        cases.addAll(SlotCases.of(sizes));
        cases.addAll(HopCases.of(sizes));
        cases.addAll(MatrixCases.of(sizes));
        cases.addAll(AnswerCases.of(sizes));
        cases.addAll(StoryCases.of(pass));
        return cases;
    }
}
