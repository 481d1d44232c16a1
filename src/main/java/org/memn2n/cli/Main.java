package org.memn2n.cli;

import org.memn2n.train.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry to the command line. */
@Command(
        name = "memn2n",
        description = "End-to-End Memory Networks: train on stories, ask questions, see why.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.FromBuild.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:an error inside the program; please report it",
            "2:wrong command or option",
            "3:a file or folder is missing, damaged, or not what it should be; or the results could not be written",
            "4:the device cannot be used",
            "5:training met a number that is not finite",
            "130:stopped by Ctrl-C (SIGINT); training was saved",
            "143:stopped by kill (SIGTERM); training was saved"
        },
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            EvalCommand.class,
            AskCommand.class,
            PredictCommand.class,
            LmCommand.class,
            SimulateCommand.class,
            StatisticsCommand.class,
            DevicesCommand.class
        })
public final class Main implements Runnable {
    static final int ERROR = 1;
    static final int USAGE = 2;
    static final int DATA = 3;
    static final int DEVICE = 4;
    static final int DIVERGED = 5;

    /** The virtual machine itself says 130 or 143 when a signal ends it, whatever the command returns then. */
    static final int STOPPED = 130;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

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

    /** The version from the build. */
    static final class FromBuild implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"memn2n " + Version.current()};
        }
    }
}
