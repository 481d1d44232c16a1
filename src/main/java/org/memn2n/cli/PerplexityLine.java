package org.memn2n.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.Corpus;
import org.memn2n.data.TextPart;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;
import org.memn2n.train.Perplexity;
import org.memn2n.train.TrainedModel;

/**
 * A language model's score on a text, as it is printed.
 *
 * @param model its name
 * @param part which text
 * @param words how many words were scored
 * @param unknownWords how many of them are unknown words to the model, which guesses them as one word; the more, the
 *     less the perplexity says
 * @param perplexity over all of them
 * @param authorsPerplexity as the authors' code counts; null where the text is too short for it
 * @param device the device that did the work
 */
record PerplexityLine(
        String model,
        TextPart part,
        long words,
        long unknownWords,
        double perplexity,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double authorsPerplexity,
        String device) {
    static PerplexityLine of(TrainedModel model, TextPart part, Perplexity found, long unknownWords, Backend backend) {
        return new PerplexityLine(
                model.config().name(),
                part,
                found.words(),
                unknownWords,
                found.perplexity(),
                found.authors().orElse(null),
                backend.device());
    }

    String json() {
        return Json.line(this);
    }

    String text() {
        String authors = authorsPerplexity == null
                ? ""
                : String.format(Locale.ROOT, "; the authors' way %.2f", authorsPerplexity);
        String unknown = unknownWords == 0
                ? ""
                : String.format(Locale.ROOT, ", %.1f %% of them %s", 100.0 * unknownWords / words, Corpus.UNKNOWN);
        return String.format(
                Locale.ROOT,
                "%s: perplexity %.2f on all %,d words%s%s",
                part == TextPart.TEST ? "test" : "validation",
                perplexity,
                words,
                unknown,
                authors);
    }
}
