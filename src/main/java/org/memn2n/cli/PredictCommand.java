package org.memn2n.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.memn2n.Answer;
import org.memn2n.Ensemble;
import org.memn2n.data.Answers;
import org.memn2n.data.BabiReader;
import org.memn2n.data.Example;
import org.memn2n.data.Sentence;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;
import org.memn2n.train.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Answers the questions of a file. */
@Command(
        name = "predict",
        description = "Answers every question of a file in the bAbI format, with or without answers in it.",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
    /** Questions answered before any is printed: the attention of a long file would fill the memory. */
    private static final int CHUNK = 256;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(names = "--data", paramLabel = "FILE", required = true, description = "the file with the questions")
    @SuppressWarnings("NullAway.Init") // required
    private Path data;

    @Option(
            names = "--together",
            description = "the models of the folder answer together, with the mean of their probabilities")
    private boolean together;

    @Option(names = "--json", description = "a JSON line for each question")
    private boolean json;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (Files.isDirectory(data)) {
            throw new ParameterException(spec.commandLine(), data + " is a folder; --data takes one file of it");
        }
        List<TrainedModel> models = together ? model.loadTogether() : List.of(model.load());
        List<Example> examples = BabiReader.read(data, 0, Answers.OPTIONAL);
        if (examples.isEmpty()) {
            spec.commandLine().getErr().println(data + " has no question; there is nothing to answer");
        }
        try (Backend backend = device.open();
                Ensemble ensemble = new Ensemble(models, backend)) {
            for (int first = 0; first < examples.size(); first += CHUNK) {
                List<Example> chunk = examples.subList(first, Math.min(first + CHUNK, examples.size()));
                List<Answer> answers = ensemble.answerAll(chunk);
                for (int i = 0; i < chunk.size(); i++) {
                    print(chunk.get(i), answers.get(i), out);
                }
            }
        }
        return 0;
    }

    private void print(Example example, Answer answer, PrintWriter out) {
        if (json) {
            out.println(Json.line(PredictionLine.of(example, answer)));
            return;
        }
        out.println(example.question().text());
        List<String> story = example.story().stream().map(Sentence::text).toList();
        AnswerText.lines(story, answer).forEach(out::println);
        out.println();
    }
}
