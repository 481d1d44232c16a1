package org.memn2n.benchmarks.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.io.Json;
import org.memn2n.model.Tying;
import org.memn2n.train.Selection;
import org.memn2n.train.TrainingListener.RestartReport;

class BeyondPaperTest {
    private static final Recipe RETOLD = BeyondPaper.recipes().get(0);

    private static RestartLine line(String network, int restart, double validationError, long wrong) {
        RestartReport report = new RestartReport("qa7-" + network, restart, 100, 0, 0, validationError, 0.9);
        return new RestartLine(
                Made.here(), "test", RETOLD.id(), 1, report, List.of(new RestartLine.TaskError(7, wrong, 1000)));
    }

    @Test
    void twoNetworksCompeteInEveryRecipeAndTheHeldOutQuestionsChoose() {
        List<Recipe> all = new ArrayList<>(BeyondPaper.recipes());
        all.addAll(BeyondPaper.ablations());
        assertThat(all).extracting(Recipe::id).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(recipe -> {
            assertThat(recipe.networks())
                    .extracting(network -> network.model().tying())
                    .containsExactly(Tying.ADJACENT, Tying.LAYER_WISE);
            assertThat(recipe.training().selection()).isEqualTo(Selection.VALIDATION_ERROR);
            assertThat(recipe.training().validationFraction()).isEqualTo(0.1);
        });
        assertThat(BeyondPaper.recipes()).allSatisfy(recipe -> {
            assertThat(recipe.training().exchangeWords()).isTrue();
            assertThat(recipe.networks().get(0).model().placedWords()).isTrue();
        });
    }

    @Test
    void anAblationLeavesOutOnePart() {
        List<String> whole = choices(RETOLD);
        for (Recipe ablation : BeyondPaper.ablations()) {
            List<String> other = choices(ablation);
            List<String> differing = IntStream.range(0, whole.size())
                    .filter(i -> !whole.get(i).equals(other.get(i)))
                    .mapToObj(whole::get)
                    .map(text -> text.strip().split(" ", -1)[0])
                    .distinct()
                    .toList();
            List<String> expected = switch (ablation.id()) {
                case "retold-no-exchange" -> List.of("\"exchangeWords\"");
                case "retold-no-places" -> List.of("\"positionWeights\"", "\"placedWords\"");
                case "retold-no-map" -> List.of("\"linearMap\"");
                case "retold-no-relu" -> List.of("\"nonlinearity\"");
                case "retold-no-epochs" -> List.of("\"epochs\"", "\"halveEvery\"", "\"linearEpochs\"");
                default -> List.of("unknown");
            };
            assertThat(differing).as(ablation.id()).containsExactlyElementsOf(expected);
        }
    }

    /** A line a choice. */
    private static List<String> choices(Recipe recipe) {
        List<String> lines = new ArrayList<>();
        recipe.networks()
                .forEach(network ->
                        lines.addAll(List.of(Json.line(network.model()).split(",", -1))));
        lines.addAll(List.of(Json.line(recipe.training()).split(",", -1)));
        return lines.stream()
                .map(line -> line.replaceAll("[{}]", "").replace(":", " :"))
                .toList();
    }

    @Test
    void theBestIsChosenAmongBothNetworksByValidationAndNeverByTheTest() {
        List<RestartLine> lines = List.of(
                line("adjacent", 1, 0.2, 10),
                line("adjacent", 2, 0.1, 300),
                line("layer-wise", 1, 0.05, 200),
                line("layer-wise", 2, 0.3, 0),
                line("together", 1, 0.06, 100));
        RecipeResult.Task task = Objects.requireNonNull(
                RecipeResult.of(RETOLD, lines, 2, 1).tasks().get(7));
        assertThat(task.chosen()).isEqualTo(20);
        assertThat(task.restart()).isEqualTo("qa7-layer-wise, restart 1");
        assertThat(task.restarts()).isEqualTo(4);

        List<RecipeResult> parts = RecipeResult.parts(RETOLD, lines, 2);
        assertThat(parts).extracting(RecipeResult::mean).containsExactly(30.0, 20.0, 10.0);
        assertThat(parts)
                .extracting(result -> result.recipe().title())
                .containsExactly("retold, adjacent alone", "retold, layer-wise alone", "retold, together");
        assertThat(RecipeResult.parts(PaperTable.oneThousand().get(0), lines, 2))
                .isEmpty();
        assertThat(BabiReport.of(parts, 2, List.of()))
                .contains("by validation error", "Seed 1, from which")
                .contains("| retold, adjacent alone | 30.0 |  | 1 |  | 15.5 | 1 |  |");
    }

    @Test
    void bothNetworksTogetherAreOneMoreCandidate() {
        List<RestartLine> lines = new ArrayList<>(
                List.of(line("adjacent", 1, 0.2, 10), line("layer-wise", 1, 0.1, 200), line("together", 1, 0.09, 400)));
        RecipeResult.Task chosen = Objects.requireNonNull(
                RecipeResult.of(RETOLD, lines, 1, 1).tasks().get(7));
        assertThat(chosen.restart()).isEqualTo("qa7-together");
        assertThat(chosen.chosen()).isEqualTo(40);
        assertThat(chosen.mean()).as("of the restarts alone").isEqualTo(10.5);
        assertThat(chosen.restarts()).isEqualTo(2);
        assertThat(RecipeResult.parts(RETOLD, lines, 1))
                .extracting(RecipeResult::mean)
                .containsExactly(1.0, 20.0, 40.0);

        assertThat(RecipeResult.of(RETOLD, lines.subList(0, 2), 1, 1).tasks())
                .as("waits for them together")
                .isEmpty();
        assertThat(RecipeResult.parts(RETOLD, lines, 2))
                .as("waits for the restarts of each")
                .allMatch(result -> result.tasks().isEmpty());

        lines.set(2, line("together", 1, 0.11, 0));
        RecipeResult.Task other = Objects.requireNonNull(
                RecipeResult.of(RETOLD, lines, 1, 1).tasks().get(7));
        assertThat(other.restart()).isEqualTo("qa7-layer-wise, restart 1");
    }

    @Test
    void aTaskWaitsForTheRestartsOfBothNetworks() {
        List<RestartLine> lines = List.of(
                line("adjacent", 1, 0.2, 10),
                line("adjacent", 2, 0.1, 300),
                line("adjacent", 3, 0.1, 300),
                line("layer-wise", 1, 0.05, 200));
        assertThat(RecipeResult.of(RETOLD, lines, 2, 1).tasks()).isEmpty();
        assertThat(RecipeResult.parts(RETOLD, lines, 2))
                .extracting(result -> result.tasks().size())
                .containsExactly(1, 0, 0);
    }

    @Test
    void theReportSaysByWhatWasChosen() {
        RecipeResult paper = RecipeResult.of(PaperTable.oneThousand().get(0), List.of(), 1, 0);
        RecipeResult beyond = RecipeResult.of(RETOLD, List.of(), 1, 0);
        assertThat(BabiReport.of(List.of(paper), 1, List.of())).contains("each network by training error, never");
        assertThat(BabiReport.of(List.of(paper, beyond), 1, List.of()))
                .contains("each network, or of a recipe's networks together, by training or validation error");
    }
}
