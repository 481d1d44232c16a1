package org.memn2n.benchmarks.growth;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** The exponent of a power law through points: 1 when time grows in proportion. */
final class Slope {
    private Slope() {}

    /** Of all points, by least squares of the logarithms; NaN of fewer than two. */
    static double of(List<GrowthMeasurement> points) {
        SimpleRegression regression = new SimpleRegression();
        points.forEach(point -> regression.addData(Math.log(point.value()), Math.log(point.median())));
        return regression.getSlope();
    }

    /** Of the last two points: how time grows where the fixed part no longer counts. */
    static double atEnd(List<GrowthMeasurement> points) {
        return of(points.subList(Math.max(0, points.size() - 2), points.size()));
    }
}
