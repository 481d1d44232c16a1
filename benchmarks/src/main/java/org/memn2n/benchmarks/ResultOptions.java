package org.memn2n.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.report.ResultFolder;
import picocli.CommandLine.Option;

/** Where a command writes what it measured. */
final class ResultOptions {
    @Option(names = "--out", paramLabel = "DIR", description = "where the result goes (default: a folder of target/)")
    private @Nullable Path out;

    ResultFolder folder() {
        return ResultFolder.at(out);
    }
}
