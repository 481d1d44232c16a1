package org.memn2n.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.TrainedModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which one model answers, or which models together. */
final class ModelOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "the folder of a trained model")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    /** The model in the folder, or the only one in the folders within it. */
    TrainedModel load() throws IOException {
        List<ModelFolder> models = ModelFolder.in(folder);
        if (models.size() > 1) {
            String message = folder + " holds " + models.size() + " models; name one of them, such as "
                    + models.get(0).path();
            throw new ParameterException(spec.commandLine(), message);
        }
        return requireStories(models.get(0).load(), spec);
    }

    /** All models in the folders within the folder, which are to answer together. */
    List<TrainedModel> loadTogether() throws IOException {
        List<TrainedModel> models = ModelFolder.loadAll(folder);
        models.forEach(model -> requireStories(model, spec));
        Together.require(models, folder, spec);
        return models;
    }

    /** The model, if it answers questions. */
    static TrainedModel requireStories(TrainedModel model, CommandSpec spec) {
        try {
            model.requireStories();
            return model;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
