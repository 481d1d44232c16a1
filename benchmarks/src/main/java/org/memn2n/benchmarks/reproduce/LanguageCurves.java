package org.memn2n.benchmarks.reproduce;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.memn2n.train.TrainingListener.EpochReport;

/** The validation perplexity of language models as a picture. */
public final class LanguageCurves {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;

    /** Curves begin far above what matters. */
    private static final double HIGHEST = 300;

    private LanguageCurves() {}

    /**
     * Draws the validation perplexity after each epoch into a PNG file.
     *
     * @throws IOException when it cannot be written
     */
    public static void draw(List<LanguageRun> runs, Path file) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Validation perplexity on the Penn Treebank")
                .xAxisTitle("epoch")
                .yAxisTitle("perplexity")
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisMax(HIGHEST);
        boolean drawn = false;
        for (LanguageRun run : runs) {
            List<EpochReport> epochs = run.epochs();
            if (!epochs.isEmpty()) {
                drawn = true;
                chart.addSeries(
                        run.recipe().hops() + " hops, memory " + run.recipe().memory(),
                        epochs.stream().map(EpochReport::epoch).toList(),
                        epochs.stream()
                                .map(epoch -> Math.min(HIGHEST, Math.exp(epoch.validationLoss())))
                                .toList());
            }
        }
        if (drawn) {
            ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
        }
    }
}
