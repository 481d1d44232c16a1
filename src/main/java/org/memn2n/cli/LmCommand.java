package org.memn2n.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Language modelling: the commands around it. */
@Command(
        name = "lm",
        description = "Language models: train one on a text, score it, let it write.",
        mixinStandardHelpOptions = true,
        subcommands = {LmTrainCommand.class, LmEvalCommand.class, LmGenerateCommand.class})
final class LmCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: lm train, lm eval or lm generate");
    }
}
