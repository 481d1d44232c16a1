package org.memn2n.benchmarks;

import org.memn2n.cli.Mistakes;
import org.memn2n.cli.StandardStreams;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry to the benchmarks: {@code ./memn2n bench}. */
@Command(
        name = "bench",
        description = "Measures memn2n. Nothing is reported whose result was not held against the reference.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:an error inside the program; please report it",
            "2:wrong command or option",
            "3:a file is missing or damaged; or what was asked for could not be measured, or its result was not right",
            "4:the device cannot be used",
            "5:training met a number that is not finite",
            "130:stopped by Ctrl-C (SIGINT); training was saved",
            "143:stopped by kill (SIGTERM); training was saved"
        },
        subcommands = {
            NetworksCommand.class,
            KernelsCommand.class,
            EpochsCommand.class,
            OperationsCommand.class,
            GrowthCommand.class,
            StoriesCommand.class,
            ReproduceCommand.class
        })
public final class Main implements Runnable {
    static final int REFUSED = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "org/memn2n/cli/logging.xml");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        return Mistakes.told(StandardStreams.of(commandLine));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }
}
