package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.memn2n.ops.OperationCases.B;
import static org.memn2n.ops.OperationCases.D;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.OperationCase.Fault;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.RandomInputs;

/** Arguments that do not fit are refused by name and number, before anything is changed. */
class OpsChecksTest {
    private final Ops ops = new ScalarBackend(Precision.SINGLE).newOps();
    private final Tally tally = ops.newTally();
    private final List<OperationCase> cases = new OperationCases(ops, tally).all();

    /** Operations that take a tensor of any shape. */
    private static final Set<String> UNCONSTRAINED = Set.of("resize", "download", "fill");

    private Map<String, Tensor> tensors(Map<String, Shape> shapes) {
        RandomInputs inputs = new RandomInputs(17);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        shapes.forEach((argument, shape) -> tensors.put(argument, ops.upload(inputs.tensor(shape.extents()))));
        return tensors;
    }

    private Map<String, float[]> contents(Map<String, Tensor> tensors) {
        Map<String, float[]> contents = new LinkedHashMap<>();
        tensors.forEach((argument, tensor) ->
                contents.put(argument, ops.download(tensor).values()));
        return contents;
    }

    /** Fails unless these shapes are refused, with {@code expected} in the message and nothing changed. */
    private void assertRefused(OperationCase operation, Map<String, Shape> shapes, String... expected) {
        String what = operation.operation() + shapes;
        Map<String, Tensor> tensors = tensors(shapes);
        Map<String, float[]> before = contents(tensors);
        Tally.Values sums = ops.read(tally);
        assertThatThrownBy(() -> operation.run(ops, tensors))
                .as(what)
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith(operation.operation() + ": ")
                .hasMessageContainingAll(expected);
        assertThat(contents(tensors))
                .as(what + " left alone")
                .usingRecursiveComparison()
                .isEqualTo(before);
        assertThat(ops.read(tally)).as(what + " tally left alone").isEqualTo(sums);
    }

    private void assertRefuses(OperationCase operation, String argument, Fault fault) {
        Map<String, Shape> shapes = operation.shapes();
        shapes.computeIfPresent(argument, (name, shape) -> fault.of(shape));
        String blamed = operation.blamed(argument, fault);
        Shape found = shapes.get(blamed);
        boolean tooShort = fault == Fault.ROW_LESS && blamed.matches("(words|times|question).*");
        if (tooShort && found != null && !blamed.endsWith("Gradient")) {
            assertRefused(
                    operation,
                    shapes,
                    blamed + " has " + found.extent(0) + " rows",
                    "index " + found.extent(0) + " is looked up");
        } else {
            assertRefused(operation, shapes, blamed + " has shape " + found, "expected ");
        }
    }

    private void assertAccepted(OperationCase operation, Map<String, Shape> shapes) {
        operation.run(ops, tensors(shapes));
    }

    @Test
    void everyArgumentIsChecked() {
        for (OperationCase operation : cases) {
            assertAccepted(operation, operation.shapes());
            operation.shapes().forEach((argument, shape) -> {
                for (Fault fault : Fault.values()) {
                    if (operation.accepts(argument, fault)) {
                        Map<String, Shape> shapes = operation.shapes();
                        shapes.put(argument, fault.of(shape));
                        assertAccepted(operation, shapes);
                    } else if (fault.concerns(shape)) {
                        assertRefuses(operation, argument, fault);
                    }
                }
            });
        }
    }

    /** Two or three tensors that are too narrow together must not vouch for each other. */
    @Test
    void someNarrowTensorsDoNotPassAmongWideOnes() {
        for (OperationCase operation : cases) {
            for (Set<String> group : operation.widths()) {
                List<String> arguments = List.copyOf(group);
                int all = (1 << arguments.size()) - 1;
                for (int chosen = 1; chosen < all; chosen++) {
                    if (Integer.bitCount(chosen) <= 3) {
                        assertRefused(operation, narrow(operation, arguments, chosen), " has shape ");
                    }
                }
                assertAccepted(operation, narrow(operation, arguments, all));
            }
        }
    }

    private static Map<String, Shape> narrow(OperationCase operation, List<String> arguments, int chosen) {
        Map<String, Shape> shapes = operation.shapes();
        for (int i = 0; i < arguments.size(); i++) {
            boolean map = arguments.get(i).toLowerCase(Locale.ROOT).contains("map");
            if ((chosen >> i & 1) == 1) {
                shapes.computeIfPresent(
                        arguments.get(i),
                        (argument, shape) -> map && shape.rank() == 2
                                ? Shape.of(shape.extent(0) - 1, shape.extent(1) - 1)
                                : Fault.COLUMN_LESS.of(shape));
            }
        }
        return shapes;
    }

    @Test
    void everyOperationAndEveryTensorOfItIsCovered() {
        Map<String, Long> declared = new TreeMap<>();
        for (Method method : Ops.class.getDeclaredMethods()) {
            long tensors = Arrays.stream(method.getGenericParameterTypes())
                    .mapToLong(OpsChecksTest::tensorsIn)
                    .sum();
            boolean constrained = !UNCONSTRAINED.contains(method.getName());
            if (Modifier.isPublic(method.getModifiers()) && tensors > 0 && constrained) {
                declared.put(method.getName(), tensors);
            }
        }
        Map<String, Long> covered = new TreeMap<>();
        for (OperationCase operation : cases) {
            long arguments = operation.shapes().keySet().stream()
                    .map(argument -> argument.replaceAll(" \\d+$", ""))
                    .distinct()
                    .count();
            covered.merge(operation.operation(), arguments, Math::max);
        }
        assertThat(covered).isEqualTo(declared).hasSize(26);
    }

    /** Tensors, and those in lists and records. */
    private static long tensorsIn(Type type) {
        if (type == Tensor.class) {
            return 1;
        }
        if (type instanceof ParameterizedType list) {
            return tensorsIn(list.getActualTypeArguments()[0]);
        }
        RecordComponent[] components = type instanceof Class<?> record ? record.getRecordComponents() : null;
        return components == null
                ? 0
                : Arrays.stream(components)
                        .map(RecordComponent::getGenericType)
                        .mapToLong(OpsChecksTest::tensorsIn)
                        .sum();
    }

    @Test
    void anOperationWithoutTheCheckWouldBeNoticed() {
        assertPlantNoticed("accepts anything", (o, t) -> {});
        assertPlantNoticed("another exception", (o, t) -> {
            throw new IllegalStateException("planted: state has shape [3, 4], expected [2, 4]");
        });
        assertPlantNoticed("no shapes", (o, t) -> {
            throw new ShapeException("planted: state is wrong");
        });
        assertPlantNoticed("another operation's name", (o, t) -> {
            throw new ShapeException("other: state has shape [3, 4], expected [2, 4]");
        });
        assertPlantNoticed("changes a tensor first", (o, t) -> {
            t.values().forEach(tensor -> o.fill(tensor, 3));
            throw new ShapeException("planted: state has shape [3, 4], expected [2, 4]");
        });
        OperationCase right = new OperationCase("planted", (o, t) -> {
                    throw new ShapeException("planted: state has shape [3, 4], expected [2, 4]");
                })
                .with("state", B, D);
        assertRefuses(right, "state", Fault.ROW_MORE);
    }

    private void assertPlantNoticed(String what, OperationCase.Call call) {
        OperationCase planted = new OperationCase("planted", call).with("state", B, D);
        assertThatThrownBy(() -> assertRefuses(planted, "state", Fault.ROW_MORE))
                .as(what)
                .isInstanceOf(AssertionError.class);
    }
}
