package org.memn2n.benchmarks.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Mean errors as bars, the paper's beside ours. */
public final class ErrorPlot {
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 500;

    private ErrorPlot() {}

    /**
     * Draws the recipes that were run into a PNG file.
     *
     * @throws IOException when it cannot be written
     */
    public static void draw(List<RecipeResult> results, Path file) throws IOException {
        List<RecipeResult> run =
                results.stream().filter(result -> !result.tasks().isEmpty()).toList();
        if (run.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Mean test error on bAbI, percent")
                .yAxisTitle("percent")
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        chart.getStyler().setXAxisLabelRotation(20);
        chart.getStyler().setLabelsVisible(true);
        List<String> titles =
                run.stream().map(result -> result.recipe().title()).toList();
        chart.addSeries("here", titles, run.stream().map(RecipeResult::mean).toList());
        if (run.stream().noneMatch(result -> result.recipe().paper().isEmpty())) {
            chart.addSeries(
                    "paper", titles, run.stream().map(RecipeResult::paperMean).toList());
        }
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
    }
}
