package org.memn2n.ops.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.testkit.OtherJvm;

/** What OpenCL says when a driver or the loader is missing or broken, each time in a Java virtual machine of its own. */
class OpenClFaultsPoclTest {
    private static final Path POCL = Path.of("/etc/OpenCL/vendors/pocl.icd");
    private static final String REMEDY =
            "install the OpenCL driver of the device (for the CPU, on Debian: apt-get install"
                    + " pocl-opencl-icd ocl-icd-libopencl1)";

    /** The JDK's library that keeps its signals. */
    private static final String LIBJSIG =
            Path.of(System.getProperty("java.home"), "lib", "libjsig.so").toString();

    @TempDir
    private Path folder;

    private Path vendors;

    @BeforeEach
    void makeVendors() throws IOException {
        vendors = Files.createDirectory(folder.resolve("vendors"));
    }

    /** The outcome of {@link OpenClScenario} with the drivers of {@link #vendors}. */
    private List<String> runWith(String libraries, Map<String, String> variables, String... scenario)
            throws IOException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put(IcdEntries.VARIABLE, vendors.toString());
        return OtherJvm.run(
                OpenClScenario.class,
                folder,
                libraries,
                environment,
                List.of("-D" + ProgramCache.PROPERTY + "=" + System.getProperty(ProgramCache.PROPERTY, "off")),
                scenario);
    }

    private List<String> run(String... scenario) throws IOException {
        return runWith("", Map.of(), scenario);
    }

    @Test
    void withoutADriverThereIsARemedyTwiceTheSame() throws IOException {
        String expected = "DeviceException: opencl: no OpenCL driver offers a device; " + REMEDY
                + " (drivers are looked for in " + vendors + ", named by OCL_ICD_VENDORS, where there is none)";
        assertThat(run("open", "opencl")).containsExactly(expected, expected);
    }

    /** Asked for by name it fails, and is never replaced; only auto takes another. */
    @Test
    void onlyAutoTakesAnotherBackend() throws IOException {
        assertThat(run("open", "opencl:0")).allMatch(line -> line.startsWith("DeviceException: opencl: no OpenCL"));
        assertThat(run("auto")).hasSize(2).first().isEqualTo("scalar"); // the other virtual machine has no Vector API
        assertThat(run("auto").get(1)).contains("; not taken: ", "; opencl: no OpenCL driver offers a device; ");
    }

    @Test
    void brokenEntriesAreNamed() throws IOException {
        Files.writeString(vendors.resolve("a.icd"), "libthere-is-none.so.1\n");
        Path text = Files.writeString(folder.resolve("text.so"), "not a library");
        Files.writeString(vendors.resolve("b.icd"), text.toString());

        assertThat(run("open", "opencl"))
                .hasSize(2)
                .allMatch(line -> line.endsWith(REMEDY + " (these entries of " + vendors
                        + ", named by OCL_ICD_VENDORS led to no device, so their libraries are missing or broken: a.icd ->"
                        + " libthere-is-none.so.1, b.icd -> " + text + ")"));
    }

    @Test
    void aBrokenEntryDoesNotHarmAnother() throws IOException {
        Files.writeString(vendors.resolve("a.icd"), "libthere-is-none.so.1\n");
        Files.copy(POCL, vendors.resolve("pocl.icd"));

        assertThat(run("open", "opencl")).containsExactly("done", "done");
    }

    @Test
    void aLoaderThatCannotBeLoadedIsNamedTwiceTheSame() throws IOException {
        Path libraries = Files.createDirectory(folder.resolve("libraries"));
        for (String name : List.of("libOpenCL.so", "libOpenCL.so.1", "libOpenCL.so.1.0.0")) {
            Files.writeString(libraries.resolve(name), "not a library");
        }

        List<String> outcome = runWith(libraries.toString(), Map.of(), "open", "opencl");
        assertThat(outcome.get(0))
                .startsWith("DeviceException: opencl: the OpenCL loader libOpenCL.so cannot be loaded; " + REMEDY);
        assertThat(outcome.get(1)).isEqualTo(outcome.get(0));
    }

    @Test
    void autoPassesOverCpuDevicesAndSaysSo() throws IOException {
        Files.copy(POCL, vendors.resolve("pocl.icd"));
        Map<String, String> perhapsMore = Map.of("OCL_ICD_FILENAMES", "");

        assertThat(runWith("", perhapsMore, "auto"))
                .element(1, STRING)
                .startsWith("auto took scalar: ")
                .contains(
                        "; opencl: it has only CPU devices here, for which simd is faster; --device opencl takes them all"
                                + " the same");
        assertThat(runWith("", perhapsMore, "auto-loads", "libpocl")).containsExactly("true");
    }

    @Test
    void autoDoesNotLoadDriversThatAreForCpusAlone() throws IOException {
        Files.copy(POCL, vendors.resolve("pocl.icd"));

        assertThat(run("auto"))
                .element(1, STRING)
                .startsWith("auto took scalar: ")
                .contains("; opencl: it has only drivers for CPUs here (pocl.icd -> libpocl.so.")
                .contains("), for which simd is faster; --device opencl takes them all the same");
        assertThat(run("auto-loads", "libpocl")).containsExactly("false");
    }

    @Test
    void signalsThatAreTakenAreWarnedOf() throws IOException {
        Files.copy(POCL, vendors.resolve("pocl.icd"));
        String warning = "PoCL has taken signals of the Java virtual machine";

        assertThat(runWith("", Map.of("LD_PRELOAD", ""), "open", "opencl")).containsExactly("done", "done");
        assertThat(Files.readString(folder.resolve("output.txt"))).containsOnlyOnce(warning);
        assertThat(runWith("", Map.of("LD_PRELOAD", LIBJSIG), "open", "opencl")).containsExactly("done", "done");
        assertThat(Files.readString(folder.resolve("output.txt"))).doesNotContain(warning);
    }
}
