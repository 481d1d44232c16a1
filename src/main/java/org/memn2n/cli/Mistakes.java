package org.memn2n.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.memn2n.data.DataException;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.train.DivergedException;
import org.memn2n.train.OtherTrainingException;
import org.memn2n.train.TrainingStoppedException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells mistakes: a user's in one line that says what to do, with its exit code; only an error of the program with its trace. */
public final class Mistakes {
    private static final String TOO_LITTLE_MEMORY =
            "not enough memory; lower --dim, --memory, --batch or --threads where the command has them";

    private Mistakes() {}

    /** The command line, told to tell mistakes. */
    public static CommandLine told(CommandLine commandLine) {
        return commandLine
                .setExecutionStrategy(Mistakes::run)
                .setExecutionExceptionHandler(Mistakes::explain)
                .setParameterExceptionHandler(Mistakes::explainUsage);
    }

    private static int run(ParseResult arguments) {
        CommandLine command = arguments.commandSpec().commandLine();
        PrintWriter err = command.getErr();
        try {
            int code = new CommandLine.RunLast().execute(arguments);
            if (code == CommandLine.ExitCode.OK && command.getOut().checkError()) {
                err.println("the results could not be written to standard output, or not all of them: the disk is full,"
                        + " or what reads them has ended");
                return Main.DATA;
            }
            return code;
        } catch (OutOfMemoryError e) {
            err.println(TOO_LITTLE_MEMORY + ", or give Java more, such as JAVA_TOOL_OPTIONS=-Xmx8g");
            return Main.DEVICE;
        }
    }

    private static int explainUsage(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        command.getErr()
                .println(line(error) + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return Main.USAGE;
    }

    private static int explain(Exception error, CommandLine command, ParseResult arguments) {
        int code = code(error);
        if (code == Main.ERROR) {
            error.printStackTrace(command.getErr());
        } else {
            command.getErr().println(message(error));
        }
        return code;
    }

    private static int code(Exception error) {
        if (error instanceof DataException || error instanceof IOException || error instanceof UncheckedIOException) {
            return Main.DATA;
        }
        if (error instanceof OtherTrainingException) {
            return Main.USAGE;
        }
        if (error instanceof DeviceException) {
            return Main.DEVICE;
        }
        if (error instanceof TrainingStoppedException) {
            return Main.STOPPED;
        }
        return error instanceof DivergedException ? Main.DIVERGED : Main.ERROR;
    }

    private static String message(Exception error) {
        if (error.getCause() instanceof IOException cause && error instanceof UncheckedIOException) {
            return message(cause);
        }
        if (error instanceof OutOfDeviceMemoryException) {
            return TOO_LITTLE_MEMORY + " (" + line(error) + ")";
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
}
