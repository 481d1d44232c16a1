package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.testkit.OtherJvm;

/** Which way matrix products take, by what can be loaded and what was asked for, and what is said of it. */
class CublasChoiceTest {
    private static final String OWN = "small 0, large 0, 0 pieces left";
    private static final String BY_SIZE = "small 0, large 3, 0 pieces left";

    @TempDir
    private Path folder;

    @BeforeEach
    void theStandInsAreBuilt() {
        assertThat(OtherJvm.STAND_IN.resolve("cublas13").resolve("libcublas.so.13"))
                .as("the stand-in of cuBLAS; build it with: make -C native standin OUT=$PWD/target/native")
                .exists();
        assertThat(CublasChoiceTest.class.getResource("libcublas-bridge.so"))
                .as("the bridge in the classes; the build makes it with native/cublas-bridge/build.sh")
                .isNotNull();
    }

    /** The outcome of {@link CublasScenario} where only these versions of cuBLAS are found. */
    private List<String> run(String products, Map<String, String> environment, int... versions) throws IOException {
        StringBuilder libraries = new StringBuilder(OtherJvm.STAND_IN.toString());
        for (int version : versions) {
            libraries.append(':').append(OtherJvm.STAND_IN.resolve("cublas" + version));
        }
        // Found before those that the machine may have, and none.
        Path broken = Files.createDirectories(folder.resolve("broken"));
        for (int version = 12; version <= 13; version++) {
            Files.writeString(broken.resolve("libcublas.so." + version), "not a library");
        }
        libraries.append(':').append(broken);
        List<String> options = products.isEmpty() ? List.of() : List.of("-D" + CudaProducts.PROPERTY + "=" + products);
        return OtherJvm.run(CublasScenario.class, folder, libraries.toString(), environment, options);
    }

    @Test
    void thirteenIsFoundThroughTheBridge() throws IOException {
        List<String> outcome = run("", Map.of(), 13);

        assertThat(outcome).hasSize(4);
        assertThat(outcome.get(0)).startsWith("cuda:0 ").endsWith(", matrix products: cuBLAS 13.0 through the bridge");
        assertThat(outcome.subList(1, 3)).containsExactly(BY_SIZE, "small 3, large 6, 0 pieces left");
        assertThat(outcome.get(3))
                .startsWith("cuda:0 (")
                .endsWith("large matrix products by cuBLAS 13.0 through the bridge");
    }

    @Test
    void twelveNeedsNoBridge() throws IOException {
        for (int[] versions : new int[][] {{12}, {13, 12}}) {
            List<String> outcome = run("auto", Map.of(), versions);

            assertThat(outcome).hasSize(4).contains(BY_SIZE);
            assertThat(outcome.get(0)).endsWith(", matrix products: cuBLAS 12.0");
        }
    }

    @Test
    void withoutOneOwnKernelsDoItAndSayWhy() throws IOException {
        List<String> outcome = run("", Map.of());

        assertThat(outcome).hasSize(4);
        assertThat(outcome.get(0))
                .containsPattern(
                        "matrix products: own kernels \\(libcublas.so.12: .+; \\S+libcublas.so.13: .+; install the"
                                + " cuBLAS of CUDA 12 or 13, or name its folder in LD_LIBRARY_PATH\\)$");
        assertThat(outcome.subList(1, 3)).containsExactly(OWN, OWN);
        assertThat(outcome.get(3)).contains("large matrix products by own kernels: libcublas.so.12: ");
    }

    @Test
    void whatIsAskedForIsDone() throws IOException {
        assertThat(run("own", Map.of(), 13))
                .hasSize(3)
                .endsWith(OWN, OWN)
                .first()
                .asString()
                .endsWith(", matrix products: own kernels (-Dmemn2n.products=own)");
        assertThat(run("cublas", Map.of(), 13))
                .hasSize(4)
                .contains("small 3, large 6, 0 pieces left", "small 9, large 12, 0 pieces left");
    }

    @Test
    void whatIsAskedForAndIsNotThereIsAnError() throws IOException {
        List<String> outcome = run("cublas", Map.of());

        assertThat(outcome).hasSize(2);
        assertThat(outcome.get(0)).contains("matrix products: none (-Dmemn2n.products=cublas, but libcublas.so.12: ");
        assertThat(outcome.get(1))
                .startsWith("DeviceException: -Dmemn2n.products=cublas, but libcublas.so.12: ")
                .contains("; install the cuBLAS of CUDA 12 or 13");
        assertThat(run("mkl", Map.of(), 13))
                .endsWith("DeviceException: -Dmemn2n.products=mkl is none of: auto, own, cublas")
                .first()
                .asString()
                .endsWith("matrix products: none (-Dmemn2n.products=mkl is none of: auto, own, cublas)");
    }

    /** A library that loads and does not start: auto goes on without it, on every queue. */
    @Test
    void oneThatDoesNotStartIsNotUsed() throws IOException {
        Map<String, String> failing = Map.of("MEMN2N_STANDIN_FAIL", "cublasCreate_v2 1 CUDA_ERROR_NOT_INITIALIZED");

        List<String> outcome = run("", failing, 13);
        assertThat(outcome).hasSize(4);
        assertThat(outcome.subList(1, 3)).containsExactly(OWN, OWN);
        assertThat(outcome.get(3))
                .contains("large matrix products by own kernels: cuda:0 (")
                .contains("starting cuBLAS failed with CUBLAS_STATUS_NOT_INITIALIZED (");
        assertThat(run("cublas", failing, 13).get(1))
                .startsWith(", DeviceException: cuda:0 (")
                .contains("starting cuBLAS failed with CUBLAS_STATUS_NOT_INITIALIZED (")
                .endsWith("; -Dmemn2n.products=own works without cuBLAS, 0 pieces left");
    }

    /** Lack of memory is no reason to compute another way, for then results would depend on it. */
    @Test
    void lackOfMemoryIsAnError() throws IOException {
        Map<String, String> failing = Map.of("MEMN2N_STANDIN_FAIL", "cublasCreate_v2 1 CUDA_ERROR_OUT_OF_MEMORY");

        List<String> outcome = run("", failing, 13);
        assertThat(outcome.get(1))
                .startsWith("small 0, OutOfDeviceMemoryException: cuda:0 (")
                .contains("starting cuBLAS failed with CUBLAS_STATUS_ALLOC_FAILED (")
                .endsWith("needs no workspace, 0 pieces left");
        assertThat(outcome.get(2)).isEqualTo(BY_SIZE);
    }

    /** A real one says that it is not initialised when it finds no room to start in. */
    @Test
    void lackOfMemoryIsAnErrorWhateverCublasCallsIt() throws IOException {
        Map<String, String> full = Map.of(
                "MEMN2N_STANDIN_FAIL",
                "cublasCreate_v2 1 CUDA_ERROR_NOT_INITIALIZED",
                "MEMN2N_STANDIN_MEMORY",
                "200000000");

        List<String> outcome = run("", full, 13);
        assertThat(outcome.get(1))
                .startsWith("small 0, OutOfDeviceMemoryException: cuda:0 (")
                .contains("starting cuBLAS failed with CUBLAS_STATUS_ALLOC_FAILED (");
        assertThat(outcome.get(2)).isEqualTo(BY_SIZE);
    }

    @Test
    void aProductThatFailsIsNamedWithItsSize() throws IOException {
        Map<String, String> failing = Map.of("MEMN2N_STANDIN_FAIL", "cublasSgemm_v2 2 CUDA_ERROR_UNKNOWN");

        assertThat(run("", failing, 13).get(1))
                .startsWith("small 0, DeviceException: cuda:0 (")
                .contains("the product NN of m 4096, n 32, k 32 by cuBLAS failed with CUBLAS_STATUS_INTERNAL_ERROR (")
                .endsWith("; -Dmemn2n.products=own works without cuBLAS, 0 pieces left");
    }
}
