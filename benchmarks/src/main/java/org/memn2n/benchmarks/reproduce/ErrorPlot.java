package org.memn2n.benchmarks.reproduce;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLabelsVisible(true);
        List<String> titles =
                run.stream().map(result -> result.recipe().title()).toList();
        chart.addSeries("here", titles, rounded(run, RecipeResult::mean));
        if (run.stream().noneMatch(result -> result.recipe().paper().isEmpty())) {
            chart.addSeries("paper", titles, rounded(run, RecipeResult::paperMean));
        }
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
    }

    /** To tenths: the bars are labelled with all digits of their values. */
    private static List<Double> rounded(List<RecipeResult> run, ToDoubleFunction<RecipeResult> error) {
        return run.stream()
                .map(result -> Math.round(error.applyAsDouble(result) * 10) / 10.0)
                .toList();
    }
}
