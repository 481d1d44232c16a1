package org.memn2n.cli;

import java.nio.file.Path;
import java.util.List;
import org.memn2n.train.TrainedModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The option {@code --together}: all models of a folder answer as one. */
final class Together {
    private Together() {}

    /** Says what is wrong where these models of a folder cannot. */
    static void require(List<TrainedModel> models, Path folder, CommandSpec spec) {
        if (models.size() < 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--together needs several models; " + folder + " is one, name a folder that has more within it");
        }
        for (TrainedModel model : models) {
            List<Integer> tasks = models.get(0).config().tasks();
            if (!model.config().tasks().equals(tasks)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "models that answer together need the same tasks: " + folder + " holds one of " + tasks
                                + " and one of " + model.config().tasks()
                                + "; name a folder with models of the same tasks");
            }
        }
        try {
            TrainedModel.requireTogether(models);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
