package org.memn2n.benchmarks.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.data.Example;
import org.memn2n.data.TaskFiles;
import org.memn2n.ops.Backend;
import org.memn2n.train.Evaluation;
import org.memn2n.train.Evaluation.LastBatch;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.Score;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingListener;
import org.memn2n.train.TrainingOptions;

/**
 * Trains all models of a recipe, goes on where an earlier run was interrupted, and scores every restart on the tests, and the
 * networks of a recipe together.
 */
public final class RecipeRun {
    private final Recipe recipe;
    private final TaskFiles files;
    private final List<Integer> tasks;
    private final int restarts;
    private final RecipeFolder folder;

    /**
     * @param tasks those to train, all of which have training and test files
     * @param restarts how many of each model
     */
    public RecipeRun(Recipe recipe, TaskFiles files, List<Integer> tasks, int restarts, RecipeFolder folder) {
        this.recipe = recipe;
        this.files = files;
        this.tasks = List.copyOf(tasks);
        this.restarts = restarts;
        this.folder = folder;
    }

    /**
     * Trains to the end.
     *
     * @param threads how many restarts at once
     * @param said hears how far it is, a line at a time
     * @throws org.memn2n.train.TrainingStoppedException when asked to stop; all is saved then
     * @throws IOException when a folder cannot be read or written
     */
    public void run(Backend backend, int threads, StopSignal stop, Consumer<String> said) throws IOException {
        RecipeFolder.Clock clock = folder.clock();
        List<TrainingJob> jobs = jobs();
        folder.forget(namesToBegin(jobs));
        int had = (int)
                folder.restarts().stream().filter(line -> !line.isTogether()).count();
        Scorer scorer = new Scorer(backend, jobs.size() * restarts, had, clock, said);
        try {
            List<TrainedModel> trained = new Training(backend, threads, scorer, stop).run(jobs);
            new TogetherRun(recipe, files, folder).run(backend, jobs, trained, stop);
        } finally {
            clock.keep();
        }
    }

    private List<TrainingJob> jobs() {
        TrainingOptions options =
                recipe.training().toBuilder().restarts(restarts).build();
        List<TrainingJob> jobs = new ArrayList<>();
        for (Recipe.Network network : recipe.networks()) {
            for (List<Integer> together : recipe.joint() ? List.of(tasks) : singles()) {
                List<Example> examples = new ArrayList<>();
                together.forEach(task -> examples.addAll(files.train(task)));
                String name = RestartLine.name(together, recipe.joint(), network.name());
                jobs.add(TrainingJob.ofStories(
                        name,
                        together,
                        examples,
                        network.model(),
                        options,
                        folder.models().resolve(name)));
            }
        }
        return jobs;
    }

    /** The models that are not begun, with those they answer together with: somebody may have removed them. */
    private Set<String> namesToBegin(List<TrainingJob> jobs) {
        Set<String> names = new HashSet<>();
        for (TrainingJob job : jobs) {
            if (!new ModelFolder(folder.models().resolve(job.name())).begun()) {
                names.add(job.name());
                names.add(RestartLine.name(job.tasks(), recipe.joint(), RestartLine.TOGETHER));
            }
        }
        return names;
    }

    private List<List<Integer>> singles() {
        return tasks.stream().map(List::of).toList();
    }

    /** Scores each restart when it has ended, on the thread that trained it. */
    private final class Scorer implements TrainingListener {
        private final Backend backend;
        private final int all;
        private final int had;
        private final RecipeFolder.Clock clock;
        private final Consumer<String> said;
        private final long began = System.nanoTime();
        private int ended;

        Scorer(Backend backend, int all, int had, RecipeFolder.Clock clock, Consumer<String> said) {
            this.backend = backend;
            this.all = all;
            this.had = had;
            this.clock = clock;
            this.said = said;
        }

        @Override
        public void restartTrained(TrainedModel model) {
            List<RestartLine.TaskError> tests = new ArrayList<>();
            for (int task : model.config().tasks()) {
                Score score = Evaluation.score(model, backend, files.test(task), LastBatch.SCORED);
                tests.add(new RestartLine.TaskError(task, score.wrong(), score.examples()));
            }
            folder.add(new RestartLine(
                    Made.here(),
                    backend.device(),
                    recipe.id(),
                    model.config().training().seed(),
                    model.report(),
                    tests));
            clock.keep();
            tell(model);
        }

        private synchronized void tell(TrainedModel model) {
            ended++;
            int left = Math.max(0, all - had - ended);
            double minutes = (System.nanoTime() - began) / 60e9;
            said.accept(String.format(
                    Locale.ROOT,
                    "%s: %s restart %d, training error %.1f %%; %d of %d done, about %.0f min to go",
                    recipe.id(),
                    model.config().name(),
                    model.report().restart(),
                    100 * model.report().trainingError(),
                    Math.min(all, had + ended),
                    all,
                    minutes / ended * left));
        }
    }
}
