package org.memn2n.benchmarks.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.data.Corpus;
import org.memn2n.data.TextFiles;
import org.memn2n.data.TextPart;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;
import org.memn2n.train.Dataset;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.Perplexity;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TextPlan;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingListener;
import org.memn2n.train.TrainingListener.EpochReport;
import org.memn2n.train.TrainingLog;

/** Trains a language model, goes on where an earlier run was interrupted, and scores it on the test text. */
public final class LanguageRun {
    private final LanguageRecipe recipe;
    private final RecipeFolder folder;
    private final Path model;
    private final Path log;
    private final Path scoreFile;

    /** A run of a recipe in a folder, which need not exist yet. */
    public LanguageRun(LanguageRecipe recipe, Path path) {
        this.recipe = recipe;
        this.folder = new RecipeFolder(path);
        this.model = path.resolve("model");
        this.log = path.resolve("training.jsonl");
        this.scoreFile = path.resolve("score.json");
    }

    /** What is trained. */
    public LanguageRecipe recipe() {
        return recipe;
    }

    /**
     * Trains to the end and scores, as far as that was not done before.
     *
     * @param plan how the text is read, kept with the model so that 'memn2n lm' takes it too
     * @param files of the text, opened by the plan
     * @param listener hears of epochs
     * @throws org.memn2n.train.TrainingStoppedException when asked to stop; all is saved then
     * @throws org.memn2n.data.DataException when a text cannot be read, the test text too; nothing is trained then
     * @throws org.memn2n.train.OtherTrainingException when the folder holds a training with other data, restarts or seed
     * @throws IOException when a folder cannot be read or written
     */
    public void run(
            TextPlan plan,
            TextFiles files,
            int restarts,
            long seed,
            Backend backend,
            TrainingListener listener,
            StopSignal stop)
            throws IOException {
        RecipeFolder.Clock clock = folder.clock();
        Dataset data = Dataset.ofText(plan.corpus(files), recipe.model());
        // Read now: a mistake in them should not come to light after the training.
        int[] valid = Corpus.encode(files, TextPart.VALID, data.vocabulary());
        int[] test = Corpus.encode(files, TextPart.TEST, data.vocabulary());
        TrainingJob job = new TrainingJob(recipe.id(), List.of(), data, recipe.training(restarts, seed), model);
        plan.write(model);
        ModelFolder before = new ModelFolder(model);
        if (!before.begun()) {
            Files.deleteIfExists(log); // of a model that somebody has removed, as its score
        }
        if (!before.finished()) {
            Files.deleteIfExists(scoreFile);
        }
        try (TrainingLog written = new TrainingLog(log)) {
            TrainedModel trained = new Training(
                            backend, 1, written.and(listener).and(keeping(clock)), stop)
                    .run(List.of(job))
                    .get(0);
            if (score().isEmpty()) {
                LanguageScore score = new LanguageScore(
                        Made.here(),
                        backend.device(),
                        recipe.id(),
                        seed,
                        restarts,
                        trained.report().restart(),
                        score(trained, valid, backend),
                        score(trained, test, backend));
                Json.write(scoreFile, score);
            }
        } finally {
            clock.keep();
        }
    }

    /** Keeps the time after each epoch. */
    private static TrainingListener keeping(RecipeFolder.Clock clock) {
        return new TrainingListener() {
            @Override
            public void epochEnded(EpochReport report) {
                clock.keep();
            }
        };
    }

    private static LanguageScore.Part score(TrainedModel model, int[] words, Backend backend) {
        Perplexity found = Perplexity.of(model, backend, words);
        return new LanguageScore.Part(
                found.words(), found.perplexity(), found.authors().orElse(found.perplexity()));
    }

    /**
     * What the model came to; empty while it is trained.
     *
     * @throws IOException when it cannot be read
     */
    public Optional<LanguageScore> score() throws IOException {
        return Files.exists(scoreFile) ? Optional.of(Json.read(scoreFile, LanguageScore.class)) : Optional.empty();
    }

    /**
     * Whether anything of it is there.
     *
     * @throws IOException when it cannot be read
     */
    public boolean begun() throws IOException {
        return score().isPresent() || !epochs().isEmpty();
    }

    /**
     * The epochs so far, each once, of the restart that was kept, or while none is, of the first.
     *
     * @throws IOException when they cannot be read
     */
    public List<EpochReport> epochs() throws IOException {
        int restart = score().map(LanguageScore::restart).orElse(1);
        TreeMap<Integer, EpochReport> epochs = new TreeMap<>();
        if (Files.exists(log)) {
            for (String line : Files.readAllLines(log)) {
                if (line.contains("\"epoch\"") && line.endsWith("}")) {
                    EpochReport report = Json.parse(line, EpochReport.class, log.toString());
                    if (report.restart() == restart) {
                        epochs.put(report.epoch(), report);
                    }
                }
            }
        }
        return List.copyOf(epochs.values());
    }

    /**
     * The wall time of all that was spent, in seconds.
     *
     * @throws IOException when it cannot be read
     */
    public double seconds() throws IOException {
        return folder.seconds();
    }
}
