package org.memn2n.benchmarks.reproduce;

import java.util.List;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.train.TrainingOptions;

/**
 * A language model of the paper's Table 2 on the Penn Treebank: 150 components, layer-wise tying with H, half of the units
 * rectified.
 *
 * @param id its name in files
 * @param hops K
 * @param memory N, the words before
 * @param paperValid the paper's perplexity on the validation text
 * @param paperTest the paper's perplexity on the test text
 */
public record LanguageRecipe(String id, int hops, int memory, double paperValid, double paperTest) {
    /** Those that are reproduced. */
    public static final List<LanguageRecipe> ALL = List.of(
            new LanguageRecipe("3-100", 3, 100, 129, 122),
            new LanguageRecipe("6-150", 6, 150, 121, 114),
            new LanguageRecipe("7-200", 7, 200, 118, 111));

    /** The network. */
    ModelOptions model() {
        return ModelOptions.languageModel()
                .hops(hops)
                .memorySize(memory)
                .output(OutputLayer.ANSWERS)
                .build();
    }

    /** Its training; of several restarts the one with the best validation is kept, as in the paper. */
    TrainingOptions training(int restarts, long seed) {
        return TrainingOptions.paperLanguageModel()
                .restarts(restarts)
                .seed(seed)
                .build();
    }
}
