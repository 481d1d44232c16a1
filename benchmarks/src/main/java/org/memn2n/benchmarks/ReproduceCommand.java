package org.memn2n.benchmarks;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The paper's tables: {@code ./memn2n reproduce}. */
@Command(
        name = "reproduce",
        description = "Runs the paper's protocols whole and reports them beside the paper's figures.",
        mixinStandardHelpOptions = true,
        subcommands = {ReproduceBabiCommand.class, ReproducePtbCommand.class, ReproduceAttentionCommand.class})
final class ReproduceCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name what to reproduce: babi, ptb or attention");
    }
}
