package org.memn2n.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Growth as pictures: both axes logarithmic, a curve for each backend and mode, its exponent in the legend. */
public final class GrowthPlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;

    private GrowthPlot() {}

    /**
     * Draws a picture for each axis that was measured.
     *
     * @throws IOException when one cannot be written
     */
    public static void draw(List<GrowthMeasurement> measurements, Path folder) throws IOException {
        for (Axis axis : Axis.values()) {
            Map<String, List<GrowthMeasurement>> curves = GrowthTable.curves(measurements, axis);
            if (!curves.isEmpty()) {
                Path file = folder.resolve("growth-" + axis.label() + ".png");
                ImageIO.write(BitmapEncoder.getBufferedImage(chart(axis, curves)), "png", file.toFile());
            }
        }
    }

    private static XYChart chart(Axis axis, Map<String, List<GrowthMeasurement>> curves) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Milliseconds a step against " + axis.meaning())
                .xAxisTitle(axis.meaning())
                .yAxisTitle("ms")
                .build();
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        curves.forEach((curve, points) -> chart.addSeries(
                String.format(Locale.ROOT, "%s (exponent %.2f)", curve, Slope.of(points)),
                points.stream().map(GrowthMeasurement::value).toList(),
                points.stream().map(GrowthMeasurement::median).toList()));
        return chart;
    }
}
