package org.memn2n.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Trained;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.Bits;

class ParametersTest {
    private static final ParameterLayout LAYOUT = layout(12, 3);

    private static ParameterLayout layout(int words, int dimension) {
        ModelOptions options = ModelOptions.paper()
                .dimension(dimension)
                .tying(Tying.LAYER_WISE)
                .linearMap(true)
                .build();
        return new ParameterLayout(new ModelConfig(options, words, 5, 0, List.of()));
    }

    private static Map<String, HostTensor> values() {
        return Parameters.initial(LAYOUT, 0.1, 1);
    }

    private static void refused(Map<String, HostTensor> values, String... parts) {
        assertThatThrownBy(() -> Parameters.check(LAYOUT, values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
        try (Backend backend = Backends.open("scalar");
                Ops ops = backend.newOps()) {
            assertThatThrownBy(() -> Parameters.upload(LAYOUT, values, ops))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(parts);
        }
    }

    @Test
    void tensorsThatDoNotFitAreNamed() {
        Map<String, HostTensor> missing = values();
        missing.remove("C");
        refused(missing, "tensor C", "expected shape [12, 3]", "no such tensor");

        Map<String, HostTensor> unknown = values();
        unknown.put("Z", HostTensor.zeros(Shape.of(1)));
        unknown.put("Y", HostTensor.zeros(Shape.of(1)));
        refused(unknown, "does not have", "[Y, Z]");

        Map<String, HostTensor> turned = values();
        turned.put("A", HostTensor.zeros(Shape.of(3, 12)));
        refused(turned, "tensor A", "expected shape [12, 3]", "found [3, 12]");

        Map<String, HostTensor> flat = values();
        flat.put("A", HostTensor.zeros(Shape.of(36)));
        refused(flat, "tensor A", "found [36]");
    }

    @Test
    void aNullRowThatIsNotZeroIsRefusedAndOnlyThere() {
        Map<String, HostTensor> values = new LinkedHashMap<>(values());
        HostTensor words = HostTensor.zeros(Shape.of(12, 3));
        words.values()[2] = Float.MIN_VALUE;
        values.put("B", words);
        refused(values, "tensor B", "row 0", "must be zero");

        words.values()[2] = 0;
        words.values()[3] = 1;
        Parameters.check(LAYOUT, values);
        HostTensor times = HostTensor.zeros(Shape.of(5, 3));
        Arrays.fill(times.values(), 1);
        values.put("T_A", times);
        Parameters.check(LAYOUT, values);
    }

    @Test
    void whatIsUploadedIsDownloaded() {
        try (Backend backend = Backends.open("scalar");
                Ops ops = backend.newOps();
                Parameters parameters = Parameters.upload(LAYOUT, values(), ops);
                Parameters gradients = Parameters.zeros(LAYOUT, ops)) {
            assertThat(Bits.difference(parameters.download(ops), values())).isEmpty();
            assertThat(parameters.download(ops).keySet())
                    .containsExactlyElementsOf(LAYOUT.specs().stream()
                            .map(ParameterLayout.Spec::name)
                            .toList());
            gradients
                    .download(ops)
                    .forEach((name, tensor) ->
                            assertThat(tensor.values()).as(name).containsOnly(0));

            List<Trained> trained = parameters.with(gradients);
            for (int i = 0; i < trained.size(); i++) {
                ParameterLayout.Spec spec = LAYOUT.specs().get(i);
                assertThat(trained.get(i).value()).isSameAs(parameters.tensor(spec.name()));
                assertThat(trained.get(i).gradient()).isSameAs(gradients.tensor(spec.name()));
                assertThat(trained.get(i).nullRow()).isEqualTo(spec.nullRow());
            }
            assertThatThrownBy(() -> parameters.tensor("Z"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no tensor Z");
        }
    }

    @Test
    void initialValuesAreNormalWithZeroNullRows() {
        ParameterLayout large = layout(400, 50);
        Map<String, HostTensor> values = Parameters.initial(large, 0.1, 7, 2);

        for (ParameterLayout.Spec spec : large.specs()) {
            float[] tensor = values.getOrDefault(spec.name(), HostTensor.zeros(Shape.of(0)))
                    .values();
            int first = spec.nullRow() ? 50 : 0;
            for (int k = 0; k < first; k++) {
                assertThat(Float.floatToRawIntBits(tensor[k])).as(spec.name()).isZero();
            }
            if (tensor.length < 10_000) {
                continue;
            }
            DescriptiveStatistics found = new DescriptiveStatistics();
            for (int i = first; i < tensor.length; i++) {
                found.addValue(tensor[i]);
            }
            // 19,950 values: the deviation of their mean is 0.0007, of their deviation 0.0005.
            assertThat(found.getMean()).as(spec.name()).isCloseTo(0, within(0.003));
            assertThat(found.getStandardDeviation()).isCloseTo(0.1, within(0.002));
            assertThat(found.getKurtosis()).as("as of a normal distribution").isCloseTo(0, within(0.2));
            assertThat(found.getSkewness()).isCloseTo(0, within(0.1));
        }
    }

    @Test
    void eachTensorAndEachSeedHasValuesOfItsOwn() {
        Map<String, HostTensor> values = values();

        assertThat(Bits.difference(values(), values)).isEmpty();
        assertThat(values.get("A")).isNotNull();
        assertThat(Bits.difference(Map.of("A", values.get("A")), Map.of("A", values.get("C"))))
                .isNotEmpty();
        assertThat(Bits.difference(Parameters.initial(LAYOUT, 0.1, 2), values)).isNotEmpty();
        assertThat(Bits.difference(Parameters.initial(LAYOUT, 0.1, 1, 0), values))
                .isNotEmpty();
        assertThat(Bits.difference(Parameters.initial(LAYOUT, 0.2, 1), values)).isNotEmpty();
        for (HostTensor tensor : Parameters.initial(LAYOUT, 0, 1).values()) {
            for (float value : tensor.values()) {
                assertThat(Math.abs(value)).isZero();
            }
        }
    }
}
