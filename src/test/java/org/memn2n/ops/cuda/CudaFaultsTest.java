package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memn2n.testkit.OtherJvm;

/** What CUDA says when something is missing or fails, each time in a Java virtual machine of its own. */
@Tag("once") // a minute of starting virtual machines; what is tested is no matter of the JDK
class CudaFaultsTest {
    private static final Path STAND_IN = OtherJvm.STAND_IN;
    private static final String CLEAN = "; nothing left; same bits after";

    @TempDir
    private Path folder;

    @BeforeEach
    void theStandInIsBuilt() {
        assertThat(STAND_IN.resolve("libcuda.so.1"))
                .as("the stand-in of the driver; build it with: make -C native standin OUT=$PWD/target/native")
                .exists();
    }

    /** The outcome of {@link CudaScenario}, a line each. */
    private List<String> run(Path libraries, Map<String, String> environment, String... scenario) throws IOException {
        return OtherJvm.run(CudaScenario.class, folder, libraries.toString(), environment, List.of(), scenario);
    }

    private List<String> run(String... scenario) throws IOException {
        return run(STAND_IN, Map.of(), scenario);
    }

    /** A folder whose library is found before any other of the machine, and is none. */
    private Path brokenLibrary() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.writeString(broken.resolve("libcuda.so.1"), "not a library");
        return broken;
    }

    @Test
    void aLibraryThatCannotBeLoadedIsSaidTwiceTheSame() throws IOException {
        List<String> outcome = run(brokenLibrary(), Map.of(), "open", "cuda");

        assertThat(outcome).hasSize(2);
        assertThat(outcome.get(0))
                .startsWith("DeviceException: cuda: the CUDA driver library libcuda.so.1 cannot be loaded; install the"
                        + " NVIDIA driver (")
                .contains("libcuda.so.1: ");
        assertThat(outcome.get(1)).isEqualTo(outcome.get(0));
    }

    @Test
    void autoTakesTheScalarBackendAndSaysWhy() throws IOException {
        List<String> outcome = run(brokenLibrary(), Map.of(), "auto");

        assertThat(outcome).hasSize(2);
        assertThat(outcome.get(0)).isEqualTo("scalar");
        assertThat(outcome.get(1))
                .startsWith("auto took scalar: ")
                .contains("; not taken: cuda: the CUDA driver library libcuda.so.1 cannot be loaded");
    }

    @Test
    void withTheStandInAutoTakesCuda() throws IOException {
        assertThat(run("open", "cuda")).containsExactly("done", "done");
        assertThat(run("auto")).first().isEqualTo("cuda");
    }

    @Test
    void aMachineWithoutDevicesSaysSo() throws IOException {
        Map<String, String> none = Map.of("MEMN2N_STANDIN_DEVICES", "0");
        String refusal = "cuda: the CUDA driver says CUDA_ERROR_NO_DEVICE; check that 'nvidia-smi' lists a GPU";

        assertThat(run(STAND_IN, none, "open", "cuda"))
                .containsExactly("DeviceException: " + refusal, "DeviceException: " + refusal);
        assertThat(run(STAND_IN, none, "auto")).hasSize(2).last().asString().contains("; not taken: " + refusal);
    }

    /** One for CUDA 11 lacks functions, and to call them would end the process. */
    @Test
    void anOldDriverIsRefused() throws IOException {
        String refusal = "cuda: the NVIDIA driver is for CUDA 11.8; JCuda needs one for CUDA 12.0, 525 or newer";

        assertThat(run(STAND_IN, Map.of("MEMN2N_STANDIN_VERSION", "11080"), "open", "cuda"))
                .containsOnly("DeviceException: " + refusal);
        assertThat(run(STAND_IN, Map.of("MEMN2N_STANDIN_VERSION", "12000"), "open", "cuda"))
                .containsOnly("done");
    }

    @Test
    void anOldGpuIsRefused() throws IOException {
        Map<String, String> old = Map.of("MEMN2N_STANDIN_CAPABILITY", "70");
        String refusal =
                "cuda:0 (CPU stand-in, compute capability 7.0, driver CUDA 12.6): its compute capability is below"
                        + " 7.5, for which the kernels are made; take opencl or simd";

        assertThat(run(STAND_IN, old, "open", "cuda")).containsOnly("DeviceException: " + refusal);
        assertThat(run(STAND_IN, old, "auto")).hasSize(2).last().asString().contains("; not taken: " + refusal);
    }

    @Test
    void anIndexOutOfRangeSaysHowManyThereAre() throws IOException {
        assertThat(run("open", "cuda:7"))
                .containsOnly("DeviceException: cuda:7: CUDA devices are numbered from 0 to 0");
    }

    @Test
    void kernelsThatTheDriverRefusesAreNamed() throws IOException {
        Map<String, String> refused = Map.of("MEMN2N_STANDIN_FAIL", "cuModuleLoadData 2 CUDA_ERROR_INVALID_PTX");

        List<String> outcome = run(STAND_IN, refused, "open", "cuda");
        assertThat(outcome.get(0))
                .startsWith("DeviceException: cuda:0 (")
                .contains("loading the kernels of slots.ptx failed with CUDA_ERROR_INVALID_PTX");
        assertThat(outcome.get(1)).as("the next attempt is a new one").isEqualTo("done");
    }

    @Test
    void closedMemoryIsNotUsed() throws IOException {
        assertThat(run("closed"))
                .containsExactly("IllegalStateException: device memory is used after it was given back");
    }

    /** Two streams, an event for each of four pieces of staging memory, memory for arguments. */
    @ParameterizedTest
    @CsvSource({"cuStreamCreate, 2", "cuEventCreate, 4", "cuMemAllocHost_v2, 1"})
    void aQueueThatIsHalfMadeLeavesNothing(String function, int calls) throws IOException {
        List<String> outcome = run("queue", function, Integer.toString(calls));

        assertThat(outcome)
                .hasSize(calls)
                .allMatch(line -> line.startsWith("OutOfDeviceMemoryException: "))
                .allMatch(line -> line.endsWith("; 0 left of the driver's, 0 of ours"));
    }

    @Test
    void aDeviceThatIsTooSmallSaysHowMuchWasAskedForAndUsed() throws IOException {
        assertThat(run(STAND_IN, Map.of("MEMN2N_STANDIN_MEMORY", "1000000"), "memory"))
                .singleElement()
                .asString()
                .startsWith("OutOfDeviceMemoryException: cuda:0 (")
                .contains(
                        "allocating 4000000 bytes beside 4000 in use failed with CUDA_ERROR_OUT_OF_MEMORY (",
                        "; use a smaller batch");
    }

    /** Every place of a training where device or page-locked memory is asked for. */
    @ParameterizedTest
    @CsvSource({
        "cuMemAlloc_v2, 1, 40, allocating \\d+ bytes .*",
        "cuMemAllocHost_v2, 1, 2, allocating \\d+ bytes .*",
        "cuStreamCreate, 1, 2, making a stream",
        "cuEventCreate, 1, 6, making an event",
        "cuGraphCreate, 1, 2, making a graph",
        "cuGraphAddKernelNode_v2, 3, 4, adding kernel [a-z_]+ to a graph",
        "cuGraphAddChildGraphNode, 1, 2, adding 1 captured commands to a graph",
        "cuGraphInstantiateWithFlags, 1, 2, making a graph of \\d+ commands ready",
        "cuGraphLaunch, 1, 2, launching a graph of \\d+ commands"
    })
    void lackOfMemoryHarmsNothing(String function, int step, int least, String what) throws IOException {
        List<String> outcome = run("train", function, "CUDA_ERROR_OUT_OF_MEMORY", "1", Integer.toString(step));

        assertThat(outcome).hasSizeGreaterThan(least).last().isEqualTo("done" + CLEAN);
        assertThat(outcome.subList(0, outcome.size() - 1))
                .allSatisfy(line -> assertThat(line)
                        .matches("OutOfDeviceMemoryException: cuda:0 \\(.*\\): " + what + " failed with"
                                + " CUDA_ERROR_OUT_OF_MEMORY .*; use a smaller batch, memory or dimension, .*")
                        .endsWith(CLEAN));
    }

    /** Every kind of call that a step makes, graphs, captures, events and waits among them. */
    @ParameterizedTest
    @CsvSource({
        "cuGraphLaunch, launching a graph of \\d+ commands",
        "cuGraphExecKernelNodeSetParams_v2, changing kernel [a-z_]+ in a graph",
        "cuGraphInstantiateWithFlags, making a graph of \\d+ commands ready",
        "cuStreamBeginCapture_v2, beginning to capture",
        "cuMemsetD8Async, clearing memory",
        "cuStreamWaitEvent, waiting for another stream",
        "cuEventRecord, recording an event",
        "cuEventSynchronize, waiting for an event",
        "cuMemcpyHtoDAsync_v2, uploading \\d+ bytes"
    })
    void aCallThatFailsIsNamedAndHarmsNothing(String function, String what) throws IOException {
        List<String> outcome = run("train", function, "CUDA_ERROR_INVALID_VALUE", "1", "5");

        assertThat(outcome).hasSizeGreaterThan(1).last().isEqualTo("done" + CLEAN);
        assertThat(outcome.subList(0, outcome.size() - 1))
                .allSatisfy(line -> assertThat(line)
                        .matches("DeviceException: cuda:0 \\(.*\\): " + what + " failed with"
                                + " CUDA_ERROR_INVALID_VALUE .*")
                        .endsWith(CLEAN));
    }

    @Test
    void aRefusedLaunchNamesTheKernelAndHarmsNothing() throws IOException {
        List<String> outcome = run("train", "cuLaunchKernel", "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "3", "29");

        assertThat(outcome).hasSizeGreaterThan(2).last().isEqualTo("done" + CLEAN);
        assertThat(outcome.subList(0, outcome.size() - 1))
                .allSatisfy(line -> assertThat(line)
                        .matches("DeviceException: cuda:0 \\(.*\\): launching kernel [a-z_]+ failed with"
                                + " CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES .*; .*")
                        .endsWith(CLEAN));
    }

    /** As on a GPU, every later call of the process fails too. */
    @ParameterizedTest
    @CsvSource({
        "cuLaunchKernel, 30, launching kernel [a-z_]+",
        "cuGraphLaunch, 2, launching a graph of \\d+ commands",
    })
    void aKernelThatFailsEndsTheDeviceWithAClearError(String function, String call, String what) throws IOException {
        List<String> outcome = run("broken", function, call);

        assertThat(outcome).hasSize(4);
        assertThat(outcome.get(0))
                .startsWith("DeviceException: cuda:0 (")
                .containsPattern(what + " failed with CUDA_ERROR_LAUNCH_FAILED")
                .contains("After an error inside a kernel this process cannot use the device any more");
        assertThat(outcome.get(1))
                .startsWith("DeviceException: cuda:0 (")
                .contains("failed with CUDA_ERROR_LAUNCH_FAILED");
        assertThat(outcome.get(2)).isEqualTo("0 pieces, 0 objects");
        assertThat(outcome.get(3)).isEqualTo("done");
    }
}
