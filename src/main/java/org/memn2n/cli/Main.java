package org.memn2n.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.memn2n.data.DataException;
import org.memn2n.ops.DeviceException;
import org.memn2n.train.DivergedException;
import org.memn2n.train.TrainingStoppedException;
import org.memn2n.train.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The entry to the command line. A user's mistake gets one line that says what to do, never a stack trace. */
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
            "3:a file or folder is missing, damaged, or not what it should be",
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
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::run)
                .setExecutionExceptionHandler(Main::explain)
                .setParameterExceptionHandler(Main::explainUsage);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }

    private static int run(ParseResult arguments) {
        try {
            return new CommandLine.RunLast().execute(arguments);
        } catch (OutOfMemoryError e) {
            PrintWriter err = arguments.commandSpec().commandLine().getErr();
            err.println("not enough memory; lower --dim, --memory, --batch or --threads,"
                    + " or give Java more, such as JAVA_TOOL_OPTIONS=-Xmx8g");
            return DEVICE;
        }
    }

    private static int explainUsage(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        command.getErr()
                .println(line(error) + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return USAGE;
    }

    private static int explain(Exception error, CommandLine command, ParseResult arguments) {
        int code = code(error);
        if (code == 1) {
            error.printStackTrace(command.getErr());
        } else {
            command.getErr().println(message(error));
        }
        return code;
    }

    private static int code(Exception error) {
        if (error instanceof DataException || error instanceof IOException || error instanceof UncheckedIOException) {
            return DATA;
        }
        if (error instanceof DeviceException) {
            return DEVICE;
        }
        if (error instanceof TrainingStoppedException) {
            return STOPPED;
        }
        return error instanceof DivergedException ? DIVERGED : 1;
    }

    private static String message(Exception error) {
        if (error.getCause() instanceof IOException cause && error instanceof UncheckedIOException) {
            return message(cause);
        }
        Throwable cause = error instanceof DataException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder: " + cause.getMessage() + "; check the path";
        }
        if (cause instanceof AccessDeniedException) {
            return "not allowed to use " + cause.getMessage() + "; change its permissions or name another";
        }
        return line(error);
    }

    /** The message on one line, even where it quotes a name that has several. */
    private static String line(Exception error) {
        return String.valueOf(error.getMessage()).replaceAll("\\R", " ");
    }

    /** The version from the build. */
    static final class FromBuild implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"memn2n " + Version.current()};
        }
    }
}
