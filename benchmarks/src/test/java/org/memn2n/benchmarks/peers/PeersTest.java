package org.memn2n.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.memn2n.benchmarks.work.Mode;
import org.memn2n.benchmarks.work.NetworkWork;
import org.memn2n.benchmarks.work.Shapes;
import org.memn2n.benchmarks.work.Works;

/** Child processes, the lines of peers, and the floor. */
class PeersTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    private static List<String> shell(String script, long limitSeconds) throws IOException {
        return ChildProcess.lines(List.of("sh", "-c", script), HERE, Map.of("WORD", "given"), limitSeconds);
    }

    @Test
    void aProcessGivesItsLines() throws IOException {
        assertThat(shell("echo one; echo two >&2; echo $WORD", 20)).containsExactly("one", "given");
    }

    @Test
    void aFailureQuotesTheEndOfStandardError() {
        assertThatThrownBy(() -> shell("echo out; echo the reason >&2; exit 7", 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with 7")
                .hasMessageContaining("the reason");
    }

    @Test
    void atItsLimitAProcessIsEndedAndItsLinesAreUsed() throws IOException {
        assertThat(shell("echo early; sleep 60; echo late", 1)).containsExactly("early");
        assertThatThrownBy(() -> shell("sleep 60", 1)).hasMessageContaining("took more than 1 s");
    }

    @Test
    void linesOfAnotherShapeAndCutLinesArePassedOverAndFailuresKept() throws IOException {
        String good = """
                {"peer": "torch-1", "variant": "tied", "shape": "S", "mode": "train", "threads": 2, "ms_per_step": 1.5, \
                "ms_min": 1.0, "ms_p10": 1.1, "ms_p90": 2.0, "reps": 9, "loss": 166.5, "device": "A GPU"}""";
        Peer.Measured measured = PeerLines.read(
                List.of(
                        "a warning",
                        good.replace("\"S\"", "\"M\""),
                        "{\"variant\": \"x\", \"shape\": \"S\", \"error\": \"no memory\"}",
                        good,
                        good.substring(0, 40)),
                "S",
                "tuned");
        assertThat(measured.failures()).containsExactly("x, shape S: no memory");
        List<PeerTime> times = measured.times();
        assertThat(times)
                .containsExactly(new PeerTime(
                        new PeerTime.Way("tied", "tuned"), "torch-1", "A GPU", "train", 1.5, 1.0, 1.1, 2.0, 9, 166.5));
        assertThat(times.get(0).way()).hasToString("tied, tuned malloc");
    }

    @Test
    void theFloorIsTheSumOfItsParts() {
        Ceilings ceilings = new Ceilings(HERE, HERE, 1);
        ceilings.set("bag-sum S", 4e9);
        ceilings.set("bag-sum M", 1e9);
        ceilings.set("read sum 512KiB (L2)", 8e9);
        ceilings.set("read sum 256MiB (memory)", 5e9);
        ceilings.set("fma peak", 2e9);
        ceilings.set("expf 1M", 1e9);
        ceilings.set("triad a=b+s*c", 20e9);
        NetworkWork work = NetworkWork.of(Shapes.named("tinylm"));
        double d = 6;
        double slots = 4 * 6;
        double lookups = 4 * d * slots * 2 / 4e9;
        double hops = 2 * 4 * d * slots * 2 / 8e9;
        double products = (2 * 4 * 17 * d + 2 * 4 * d * d * 2) / 2e9;
        double exponentials = slots * 2 / 1e9;
        double parameters = 3 * 17 * d + d * d + 2 * 6 * d;
        assertThat(FloorTime.milliseconds(work, Mode.FORWARD, ceilings))
                .isCloseTo(1e3 * (lookups + hops + products + exponentials), within(1e-12));
        assertThat(FloorTime.milliseconds(work, Mode.TRAIN, ceilings))
                .isCloseTo(
                        1e3 * (2 * lookups + 3 * hops + 3 * products + exponentials + 20 * parameters / 20e9),
                        within(1e-12));
        assertThat(FloorTime.milliseconds(Works.named("KV"), Mode.FORWARD, ceilings))
                .as("products and exponentials")
                .isCloseTo(1e3 * (4 * 256 * 1e5 * 128 / 2e9 + 256 * 1e5 / 1e9), within(1e-6));
        ceilings.set("fma peak", 1e12);
        assertThat(FloorTime.milliseconds(Works.named("KV1"), Mode.FORWARD, ceilings))
                .as("reading")
                .isCloseTo(1e3 * 2 * 4 * 1e5 * 128 / 5e9, within(1e-6));
        assertThatThrownBy(() -> ceilings.best("warp speed")).hasMessageContaining("warp speed");
    }
}
