package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Ops;
import org.memn2n.testkit.OpsBattery;
import org.memn2n.testkit.RandomInputs;

/**
 * Every kernel with its threads and blocks in other orders, its memory guarded on the other side and its work
 * put off as long as possible: the results must have the same bits. On a GPU any of these orders can happen.
 */
class OrdersStandInTest {
    private static final int[] SIZES = {1, 2, 3, 4, 6, 8};

    private static List<double[]> usual = List.of();

    @BeforeAll
    static void inTheUsualOrder() {
        usual = results();
    }

    @AfterEach
    void usualOrder() {
        StandIn.command("set thread_order forward");
        StandIn.command("set block_order forward");
        StandIn.command("set guard end");
        StandIn.command("set execution eager");
    }

    @ParameterizedTest
    @CsvSource({
        "thread_order,reverse",
        "thread_order,random:1",
        "thread_order,random:2",
        "block_order,reverse",
        "block_order,random:3",
        "guard,beginning",
        "execution,late"
    })
    void nothingDependsOn(String setting, String value) {
        StandIn.command("set " + setting + " " + value);
        List<double[]> other = results();
        assertThat(other).hasSameSizeAs(usual).isNotEmpty();
        for (int i = 0; i < usual.size(); i++) {
            assertThat(other.get(i))
                    .as("result " + i + " with " + setting + " " + value)
                    .isEqualTo(usual.get(i));
        }
    }

    @Test
    void theSettingIsHeard() {
        long launches = StandIn.command("get launches");
        results();
        assertThat(StandIn.command("get launches")).isGreaterThan(launches + 100);
    }

    private static List<double[]> results() {
        List<double[]> results = new ArrayList<>();
        try (Backend backend = Backends.open("cuda")) {
            for (String operation : OpsBattery.names()) {
                for (int size : SIZES) {
                    try (Ops ops = backend.newOps()) {
                        results.addAll(OpsBattery.run(operation, ops, RandomInputs.sizes()[size], size));
                    }
                }
            }
        }
        return results;
    }
}
