package org.memn2n.benchmarks.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.memn2n.benchmarks.work.WorkShape;

/**
 * DJL on PyTorch's native library, in a Java process of its own: {@code peers/djl}. It is built when it is first used, and
 * so are the TorchScript files that it runs beside its own code.
 */
public final class DjlPeer extends CpuPeer {
    private static final long BUILD_SECONDS = 900;

    private final String python;
    private final Path folder;
    private final Path built;

    /**
     * @param python an interpreter with PyTorch, which writes the TorchScript files
     * @param folder where the peers are
     * @param built where what is built goes
     * @param limitSeconds the longest that one process may run; what it measured until then is used
     */
    public DjlPeer(String python, Path folder, Path built, long limitSeconds) {
        super(folder, limitSeconds);
        this.python = python;
        this.folder = folder;
        this.built = built.toAbsolutePath();
    }

    @Override
    public String name() {
        return "djl";
    }

    @Override
    void prepare() throws IOException {
        if (!Files.isDirectory(folder.resolve("djl/target/lib"))) {
            List<String> maven = List.of("mvn", "-q", "-B", "-f", "djl/pom.xml", "package");
            ChildProcess.lines(maven, folder, Map.of(), BUILD_SECONDS);
        }
        if (!Files.isDirectory(scripts())) {
            Files.createDirectories(built);
            ChildProcess.lines(
                    List.of(python, "-B", "export_ts.py", scripts().toString()), folder, Map.of(), BUILD_SECONDS);
        }
    }

    private Path scripts() {
        return built.resolve("ts");
    }

    @Override
    List<String> command(WorkShape shape, int threads, Collection<String> variants) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx4g",
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-cp",
                String.join(File.pathSeparator, "djl/target/classes", "djl/target/lib/*"),
                "peers.DjlPeer",
                Integer.toString(threads),
                shape.name(),
                variants.isEmpty() ? "all" : String.join(",", variants),
                "ts=" + scripts());
    }

    @Override
    Map<String, String> environment(int threads) {
        return Map.of(
                "DJL_OFFLINE", "true",
                "OPT_OUT_TRACKING", "true",
                "DJL_CACHE_DIR", built.resolve("djl-cache").toString(),
                "OMP_NUM_THREADS", Integer.toString(threads),
                "MKL_NUM_THREADS", Integer.toString(threads));
    }
}
