package org.memn2n.ops.cuda;

import static jcuda.nvptxcompiler.nvPTXCompileResult.NVPTXCOMPILE_SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuLanguage;

/** The PTX in the jar: made from the sources that are there, complete, for old drivers, and accepted by a compiler. */
class PtxTest {
    private static final Path SOURCES = Path.of("kernels", "cuda");
    private static final String REMEDY = "; run native/ptx/build.sh";
    private static final Pattern VERSION = Pattern.compile("^\\.version (\\d+)\\.(\\d+)$", Pattern.MULTILINE);
    private static final Pattern TARGET = Pattern.compile("^\\.target (\\S+)$", Pattern.MULTILINE);
    private static final Pattern ENTRY = Pattern.compile("^\\.visible \\.entry (\\w+)\\(", Pattern.MULTILINE);
    private static final Pattern INCLUDE = Pattern.compile("^#include \"(\\S+)\"$", Pattern.MULTILINE);
    private static final Pattern SUM = Pattern.compile("^// sha256 ([0-9a-f]{64}) (\\S+)$", Pattern.MULTILINE);

    static Set<String> files() {
        return Stream.of(GpuKernel.values()).map(GpuKernel::file).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String ptx(String file) {
        byte[] bytes = PtxFiles.read(file);
        assertThat(bytes[bytes.length - 1]).as("the zero at the end").isZero();
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.US_ASCII);
    }

    /** What is wrong with the PTX of a source file, a line each. */
    private static List<String> faults(String file, String ptx) throws IOException {
        List<String> faults = new ArrayList<>();
        Set<String> sources = sourcesOf(file);
        Matcher sums = SUM.matcher(ptx);
        while (sums.find()) {
            sources.remove(sums.group(2));
            if (!sums.group(1).equals(sha256(SOURCES.resolve(sums.group(2))))) {
                faults.add(file + ".ptx is older than " + sums.group(2) + REMEDY);
            }
        }
        sources.forEach(source -> faults.add(file + ".ptx does not name " + source + REMEDY));
        Matcher version = VERSION.matcher(ptx);
        if (!version.find() || 10 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2)) > 63) {
            faults.add(file + ".ptx is not for PTX ISA 6.3 or older");
        }
        Matcher target = TARGET.matcher(ptx);
        if (!target.find() || !target.group(1).equals("sm_75")) {
            faults.add(file + ".ptx is not for sm_75");
        }
        Set<String> expected = Stream.of(GpuKernel.values())
                .filter(kernel -> kernel.isIn(GpuLanguage.CUDA))
                .filter(kernel -> kernel.file().equals(file))
                .map(GpuKernel::entry)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = ENTRY.matcher(ptx)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!found.equals(expected)) {
            faults.add(file + ".ptx has the kernels " + found + ", the catalogue " + expected);
        }
        return faults;
    }

    /** The file itself and the headers that it includes. */
    private static Set<String> sourcesOf(String file) throws IOException {
        Set<String> sources = new TreeSet<>(Set.of(file + ".cu"));
        INCLUDE.matcher(Files.readString(SOURCES.resolve(file + ".cu")))
                .results()
                .forEach(include -> sources.add(include.group(1)));
        return sources;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isMadeFromItsSources(String file) throws IOException {
        assertThat(faults(file, ptx(file))).isEmpty();
    }

    @Test
    void everySourceIsInTheCatalogue() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            assertThat(sources.map(source -> source.getFileName().toString())
                            .filter(name -> name.endsWith(".cu"))
                            .map(name -> name.substring(0, name.length() - 3)))
                    .containsExactlyInAnyOrderElementsOf(files());
        }
    }

    @Test
    void plantedFaultsAreNoticed() throws IOException {
        String ptx = ptx("pointwise");
        String hash = sha256(SOURCES.resolve("pointwise.cu"));
        String other = "0".repeat(64);
        assertThat(faults("pointwise", ptx.replace(hash, other)))
                .containsExactly("pointwise.ptx is older than pointwise.cu; run native/ptx/build.sh");
        assertThat(faults("pointwise", ptx.replaceFirst("(?m)^// sha256 .* common.cuh$", "")))
                .containsExactly("pointwise.ptx does not name common.cuh; run native/ptx/build.sh");
        assertThat(faults("pointwise", ptx.replace(".version 6.3", ".version 6.4")))
                .containsExactly("pointwise.ptx is not for PTX ISA 6.3 or older");
        assertThat(faults("pointwise", ptx.replace(".target sm_75", ".target sm_80")))
                .containsExactly("pointwise.ptx is not for sm_75");
        assertThat(faults("pointwise", ptx.replace(".entry relu(", ".entry other(")))
                .containsExactly("pointwise.ptx has the kernels [fill, other, relu_gradient], the catalogue"
                        + " [fill, relu, relu_gradient]");
    }

    /** The compiler's log when it refuses, empty when it accepts. */
    private static String refusal(String ptx, String architecture) {
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
        byte[] ended = Arrays.copyOf(text, text.length + 1);
        JNvPTXCompiler.setExceptionsEnabled(false);
        assertThat(JNvPTXCompiler.nvPTXCompilerCreate(compiler, ended.length, ended))
                .isEqualTo(NVPTXCOMPILE_SUCCESS);
        try {
            String[] options = {"--gpu-name=" + architecture};
            int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
            if (result == NVPTXCOMPILE_SUCCESS) {
                return "";
            }
            long[] size = new long[1];
            JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
            byte[] log = new byte[(int) size[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log);
            return nvPTXCompileResult.stringFor(result) + " " + new String(log, StandardCharsets.UTF_8).strip();
        } finally {
            JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isAcceptedByACompiler(String file) {
        for (String architecture : List.of("sm_75", "sm_90")) {
            assertThat(refusal(ptx(file), architecture))
                    .as(file + " for " + architecture)
                    .isEmpty();
        }
    }

    @Test
    void theCompilerRefusesWhatIsWrong() {
        String ptx = ptx("pointwise");
        String broken = ptx.replaceFirst("\tret;", "\tretire;");
        assertThat(broken).isNotEqualTo(ptx);
        assertThat(refusal(broken, "sm_75")).contains("retire");
        assertThat(refusal(ptx, "sm_70")).as("an older GPU").isNotEmpty();
    }
}
