package org.memn2n.benchmarks.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.data.Examples;
import org.memn2n.data.TaskFiles;
import org.memn2n.ops.Backend;
import org.memn2n.train.Dataset;
import org.memn2n.train.EnsembleEvaluation;
import org.memn2n.train.Score;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingListener.RestartReport;
import org.memn2n.train.TrainingStoppedException;

/**
 * Scores the networks of a recipe together: of each the restart that was kept, the probability of an answer being the mean of
 * theirs. Together they are one more candidate among the restarts, chosen or not as those are.
 */
final class TogetherRun {
    private final Recipe recipe;
    private final TaskFiles files;
    private final RecipeFolder folder;

    TogetherRun(Recipe recipe, TaskFiles files, RecipeFolder folder) {
        this.recipe = recipe;
        this.files = files;
        this.folder = folder;
    }

    /**
     * Scores whatever has not been scored.
     *
     * @param jobs of all networks, each in the same order
     * @param trained the model of each job
     * @throws TrainingStoppedException when asked to stop
     * @throws IOException when the folder cannot be read or written
     */
    void run(Backend backend, List<TrainingJob> jobs, List<TrainedModel> trained, StopSignal stop) throws IOException {
        int networks = recipe.networks().size();
        if (networks < 2) {
            return;
        }
        Set<String> had =
                folder.restarts().stream().map(line -> line.report().job()).collect(Collectors.toSet());
        int models = jobs.size() / networks;
        for (int model = 0; model < models; model++) {
            if (stop.asked()) {
                throw new TrainingStoppedException(recipe.id() + ": stopped while its networks were scored together");
            }
            List<TrainedModel> members = new ArrayList<>();
            List<Dataset> data = new ArrayList<>();
            for (int i = model; i < jobs.size(); i += models) {
                members.add(trained.get(i));
                data.add(jobs.get(i).data());
            }
            String name = RestartLine.name(members.get(0).config().tasks(), recipe.joint(), RestartLine.TOGETHER);
            if (!had.contains(name)) {
                folder.add(line(backend, name, members, data));
            }
        }
    }

    private RestartLine line(Backend backend, String name, List<TrainedModel> members, List<Dataset> data) {
        Score training =
                score(backend, members, data.stream().map(Dataset::training).toList());
        Score validation =
                score(backend, members, data.stream().map(Dataset::validation).toList());
        List<RestartLine.TaskError> tests = new ArrayList<>();
        for (int task : members.get(0).config().tasks()) {
            Score score = EnsembleEvaluation.score(members, backend, files.test(task));
            tests.add(new RestartLine.TaskError(task, score.wrong(), score.examples()));
        }
        return new RestartLine(
                Made.here(),
                backend.device(),
                recipe.id(),
                members.get(0).config().training().seed(),
                new RestartReport(
                        name,
                        1,
                        members.stream()
                                .mapToLong(model -> model.report().steps())
                                .sum(),
                        training.error(),
                        training.meanLoss(),
                        validation.error(),
                        validation.meanLoss()),
                tests);
    }

    private static Score score(Backend backend, List<TrainedModel> members, List<Examples> examples) {
        return EnsembleEvaluation.scoreEncoded(members, backend, examples);
    }
}
