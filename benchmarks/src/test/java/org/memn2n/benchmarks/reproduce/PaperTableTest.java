package org.memn2n.benchmarks.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.memn2n.data.TimeNoise;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.Nonlinearity;
import org.memn2n.model.Tying;
import org.memn2n.ops.PositionWeights;
import org.memn2n.train.LinearStart;

class PaperTableTest {
    /** The paper's own mean of each column: a figure that was typed wrong would not add up. */
    private static final Map<String, Double> MEANS = Map.ofEntries(
            Map.entry("bow", 25.1),
            Map.entry("pe", 20.3),
            Map.entry("pe-ls", 16.3),
            Map.entry("pe-ls-rn", 13.9),
            Map.entry("joint-1-hop", 25.8),
            Map.entry("joint-2-hops", 15.6),
            Map.entry("joint-3-hops", 13.3),
            Map.entry("joint-rn", 12.4),
            Map.entry("joint-lw", 15.2),
            Map.entry("10k-pe-ls-rn", 6.6),
            Map.entry("10k-joint-rn", 7.5),
            Map.entry("10k-relu", 4.2));

    private static List<Recipe> all() {
        return Stream.of(PaperTable.oneThousand(), PaperTable.tenThousand())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void theFiguresOfEachColumnHaveThePapersMean() {
        assertThat(all()).extracting(Recipe::id).containsExactlyInAnyOrderElementsOf(MEANS.keySet());
        for (Recipe recipe : all()) {
            double mean = recipe.paper().stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
            assertThat(mean).as(recipe.id()).isCloseTo(MEANS.get(recipe.id()), within(0.06));
        }
    }

    @Test
    void theNamesSayWhatIsTrained() {
        for (Recipe recipe : all()) {
            String title = recipe.title();
            assertThat(recipe.joint()).as(title).isEqualTo(title.contains("joint"));
            assertThat(recipe.networks().get(0).model().positionWeights())
                    .as(title)
                    .isEqualTo(title.equals("BoW") ? PositionWeights.BAG_OF_WORDS : PositionWeights.AUTHORS);
            assertThat(recipe.training().linearStart() == LinearStart.NONE)
                    .as(title)
                    .isEqualTo(!title.contains("LS"));
            assertThat(recipe.training().timeNoise() == TimeNoise.NONE)
                    .as(title)
                    .isEqualTo(!title.contains("RN"));
            ModelOptions model = recipe.networks().get(0).model();
            assertThat(model.hops())
                    .as(title)
                    .isEqualTo(title.startsWith("1 hop ") ? 1 : title.startsWith("2 hops ") ? 2 : 3);
            assertThat(model.tying()).as(title).isEqualTo(title.contains("LW") ? Tying.LAYER_WISE : Tying.ADJACENT);
            assertThat(model.linearMap()).as(title).isEqualTo(title.contains("LW"));
            boolean rectified = title.contains("ReLU");
            assertThat(model.nonlinearity()).as(title).isEqualTo(rectified ? Nonlinearity.ALL : Nonlinearity.NONE);
            assertThat(model.dimension()).as(title).isEqualTo(rectified ? 100 : recipe.joint() ? 50 : 20);
            boolean large = recipe.id().startsWith("10k");
            assertThat(recipe.training().epochs()).as(title).isEqualTo(!recipe.joint() ? 100 : large ? 20 : 60);
            assertThat(recipe.training().halveEvery())
                    .as(title)
                    .isEqualTo(recipe.training().epochs() / 4);
            assertThat(recipe.variant()).as(title).isEqualTo(recipe.id().startsWith("10k") ? "en-10k" : "en");
        }
    }
}
