package org.memn2n.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.TextPlan;
import org.memn2n.train.TrainedModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which language model is used. */
final class LmModelOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            required = true,
            description = "the folder given to 'lm train --out'")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    /** The model. */
    TrainedModel load() throws IOException {
        requireBegun();
        return new ModelFolder(folder).load();
    }

    /** How its text is read. */
    TextPlan plan() throws IOException {
        requireBegun();
        return TextPlan.read(folder);
    }

    private void requireBegun() {
        if (!TextPlan.isIn(folder)) {
            throw new ParameterException(
                    spec.commandLine(), folder + " holds no language model; name a folder given to 'lm train --out'");
        }
    }
}
