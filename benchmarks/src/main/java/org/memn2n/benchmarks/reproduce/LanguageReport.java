package org.memn2n.benchmarks.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.memn2n.benchmarks.report.Origin;
import org.memn2n.train.TrainingListener.EpochReport;

/** The language models beside the paper's, in Markdown; {@link LanguageCurves} draws the picture. */
public final class LanguageReport {
    private LanguageReport() {}

    /**
     * The whole report; models that were not begun or have not ended are told as such.
     *
     * @throws IOException when a folder cannot be read
     */
    public static String of(List<LanguageRun> runs) throws IOException {
        StringBuilder text = new StringBuilder("# Penn Treebank: perplexity, the paper's beside it\n\n");
        List<Origin> origins = new ArrayList<>();
        for (LanguageRun run : runs) {
            run.score().ifPresent(score -> origins.add(new Origin(score.made(), score.device())));
        }
        text.append(Origin.of(origins));
        text.append("""
                150 components, layer-wise tying with H, half of the units rectified. Every word is scored; in brackets the authors' way, which
                leaves out the first words and counts some twice. The restart with the best validation is kept, in the paper of ten; of several
                trainings of a model that have ended, the one with the best validation is in bold.

                | hops | memory | restarts | epochs | validation | paper | test | paper | wall time |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (LanguageRun run : shown(runs)) {
            text.append(line(run, isBestOfSeveral(run, runs)));
        }
        return text.append("\n![curves](curves.png)\n").toString();
    }

    /** Those that were begun, and of a model that was never begun, one. */
    private static List<LanguageRun> shown(List<LanguageRun> runs) throws IOException {
        List<LanguageRun> shown = new ArrayList<>();
        for (LanguageRun run : runs) {
            List<LanguageRun> others = ofSameModel(run, runs);
            boolean anyBegun = false;
            for (LanguageRun other : others) {
                anyBegun |= other.begun();
            }
            if (anyBegun ? run.begun() : others.get(0) == run) {
                shown.add(run);
            }
        }
        return shown;
    }

    private static boolean isBestOfSeveral(LanguageRun run, List<LanguageRun> runs) throws IOException {
        List<Double> ended = new ArrayList<>();
        for (LanguageRun other : ofSameModel(run, runs)) {
            other.score().ifPresent(score -> ended.add(score.valid().perplexity()));
        }
        return ended.size() > 1
                && run.score()
                        .filter(score -> score.valid().perplexity() == Collections.min(ended))
                        .isPresent();
    }

    private static List<LanguageRun> ofSameModel(LanguageRun run, List<LanguageRun> runs) {
        return runs.stream()
                .filter(other -> other.recipe().equals(run.recipe()))
                .toList();
    }

    private static String line(LanguageRun run, boolean bold) throws IOException {
        LanguageRecipe recipe = run.recipe();
        List<EpochReport> epochs = run.epochs();
        Optional<LanguageScore> score = run.score();
        String restarts = "";
        String valid = "";
        String test = "not run";
        if (score.isPresent()) {
            String mark = bold ? "**" : "";
            restarts = score.get().restarts() + ", seed " + score.get().seed();
            valid = mark + both(score.get().valid()) + mark;
            test = mark + both(score.get().test()) + mark;
        } else if (!epochs.isEmpty()) {
            double loss = epochs.get(epochs.size() - 1).validationLoss();
            valid = String.format(Locale.ROOT, "%.1f so far", Math.exp(loss));
            test = "not ended";
        }
        return String.format(
                Locale.ROOT,
                "| %d | %d | %s | %d | %s | %.0f | %s | %.0f | %.1f h |%n",
                recipe.hops(),
                recipe.memory(),
                restarts,
                epochs.size(),
                valid,
                recipe.paperValid(),
                test,
                recipe.paperTest(),
                run.seconds() / 3600);
    }

    private static String both(LanguageScore.Part part) {
        return String.format(Locale.ROOT, "%.1f (%.1f)", part.perplexity(), part.authors());
    }
}
