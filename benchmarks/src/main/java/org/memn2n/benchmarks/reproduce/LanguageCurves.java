package org.memn2n.benchmarks.reproduce;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        Set<String> names = new HashSet<>();
        for (LanguageRun run : runs) {
            List<EpochReport> epochs = run.epochs();
            if (!epochs.isEmpty()) {
                chart.addSeries(
                        name(run, names),
                        epochs.stream().map(EpochReport::epoch).toList(),
                        epochs.stream()
                                .map(epoch -> Math.min(HIGHEST, Math.exp(epoch.validationLoss())))
                                .toList());
            }
        }
        if (!names.isEmpty()) {
            ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
        }
    }

    /** What tells a curve from the others, whose names are given; it is added. */
    private static String name(LanguageRun run, Set<String> names) throws IOException {
        String model = run.recipe().hops() + " hops, memory " + run.recipe().memory();
        String name = run.score().map(score -> model + ", seed " + score.seed()).orElse(model + ", not ended");
        String unique = name;
        for (int number = 2; !names.add(unique); number++) {
            unique = name + " (" + number + ")";
        }
        return unique;
    }
}
