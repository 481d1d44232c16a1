package org.memn2n.benchmarks.reproduce;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.memn2n.Answer;
import org.memn2n.data.Example;

/** The attention of one answer as a picture: a row a sentence, a column a hop, darker for more. */
public final class AttentionMap {
    private static final int WIDTH = 760;
    private static final int HEIGHT_OF_ALL = 120;
    private static final int HEIGHT_OF_A_SENTENCE = 30;
    private static final double MOST = 1;

    private AttentionMap() {}

    /**
     * Draws an answer into a PNG file.
     *
     * @throws IOException when it cannot be written
     */
    public static void draw(Example example, Answer answer, Path file) throws IOException {
        int sentences = example.story().size();
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(HEIGHT_OF_ALL + HEIGHT_OF_A_SENTENCE * sentences)
                .title(example.question().text() + "  " + answer.text())
                .build();
        chart.getStyler().setRangeColors(new Color[] {Color.WHITE, new Color(0x08306B)});
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisTickMarkSpacingHint(1); // of both axes; or every second sentence has no label
        chart.getStyler().setMin(0);
        chart.getStyler().setMax(MOST);
        List<String> hops = IntStream.rangeClosed(1, answer.attention().size())
                .mapToObj(hop -> "hop " + hop)
                .toList();
        // Rows are drawn from the bottom up.
        List<String> rows = new ArrayList<>();
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < sentences; row++) {
            int sentence = sentences - 1 - row;
            rows.add(AttentionStory.marked(example, sentence));
            for (int hop = 0; hop < hops.size(); hop++) {
                cells.add(new Number[] {hop, row, answer.attention().get(hop).get(sentence)});
            }
        }
        chart.addSeries("attention", hops, rows, cells);
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
    }
}
