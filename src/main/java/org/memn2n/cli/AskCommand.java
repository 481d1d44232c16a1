package org.memn2n.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.memn2n.Predictor;
import org.memn2n.Story;
import org.memn2n.data.Tokenizer;
import org.memn2n.ops.Backend;
import org.memn2n.train.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets a person tell a story and ask about it. */
@Command(
        name = "ask",
        description = "Type statements, and questions that end in '?'. 'new' begins a new story, 'quit' ends.",
        mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {
    /** Some programs put it before all they write. */
    private static final int BYTE_ORDER_MARK = '\uFEFF';

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        TrainedModel trained = model.load();
        try (Backend backend = device.open();
                Predictor predictor = new Predictor(trained, backend)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            talk(in, spec.commandLine().getOut(), predictor, backend);
        }
        return 0;
    }

    private static void talk(BufferedReader in, PrintWriter out, Predictor predictor, Backend backend)
            throws IOException {
        String name = predictor.model().config().name();
        out.println("Model " + name + " on " + backend.device() + ".");
        out.println("Type statements, and questions that end in '?'. 'new' begins a new story, 'quit' ends.");
        prompt(out);
        in.mark(1);
        if (in.read() != BYTE_ORDER_MARK) {
            in.reset();
        }
        while (another(in, out, predictor)) {
            out.println("A new story.");
            prompt(out);
        }
        out.println();
    }

    /** One story to its end, and whether another one follows. */
    private static boolean another(BufferedReader in, PrintWriter out, Predictor predictor) throws IOException {
        List<String> told = new ArrayList<>();
        try (Story story = predictor.story()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String text = line.strip();
                if (text.equals("quit")) {
                    return false;
                } else if (text.equals("new")) {
                    return true;
                } else if (Tokenizer.isQuestion(text)) {
                    AnswerText.lines(told, story.answer(text)).forEach(out::println);
                } else if (!text.isEmpty()) {
                    told.add(text);
                    story.append(text);
                }
                prompt(out);
            }
        }
        return false;
    }

    /** Only a person wants one. */
    private static void prompt(PrintWriter out) {
        if (Terminal.typed()) {
            out.print("> ");
        }
        out.flush();
    }
}
