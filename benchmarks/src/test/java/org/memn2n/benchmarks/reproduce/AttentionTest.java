package org.memn2n.benchmarks.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.Answer;
import org.memn2n.data.Example;
import org.memn2n.data.Place;
import org.memn2n.data.Sentence;

class AttentionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private static Example example(int sentences, List<Integer> facts) {
        List<Sentence> story = IntStream.range(0, sentences)
                .mapToObj(i -> Sentence.of("Mary went to room " + i + "."))
                .toList();
        return new Example(1, story, Sentence.of("Where is Mary?"), "room", facts, new Place("a test", 1));
    }

    private static Answer answer(String text, List<List<Double>> attention) {
        return new Answer(text, 0.9, List.of(new Answer.Choice(text, 0.9)), attention, List.of(), 0, "test");
    }

    @Test
    void sharesAreThoseOfTheFactsAlone() {
        List<Example> examples = List.of(
                example(4, List.of(1, 3)), example(2, List.of(0)), example(2, List.of()), example(1, List.of(0, 0)));
        List<Answer> answers = List.of(
                answer("room", List.of(List.of(0.1, 0.6, 0.2, 0.1), List.of(0.0, 0.0, 1.0, 0.0))),
                answer("hall", List.of(List.of(0.2, 0.8), List.of(0.4, 0.6))),
                answer("room", List.of(List.of(1.0, 0.0), List.of(1.0, 0.0))),
                answer("room", List.of(List.of(1.0), List.of(0.9))));
        AttentionShare share = AttentionShare.of("qa7", 7, examples, answers);

        assertThat(share.questions()).as("one names no facts").isEqualTo(3);
        assertThat(share.right()).isEqualTo(2);
        assertThat(share.hops().get(0)).isCloseTo((0.7 + 0.2 + 1) / 3, within(1e-9));
        assertThat(share.hops().get(1)).isCloseTo((0.0 + 0.4 + 0.9) / 3, within(1e-9));
        assertThat(share.any()).isCloseTo((0.5 + 0 + 1) / 3, within(1e-9));
        assertThat(share.chance()).isCloseTo((0.5 + 0.5 + 1) / 3, within(1e-9));
    }

    @Test
    void showsARightAnswerOfSeveralSentencesIfThereIsOne() {
        List<Example> examples = List.of(
                example(5, List.of(0)), example(2, List.of(0)), example(30, List.of(0)), example(6, List.of(0)));
        Answer right = answer("room", List.of());
        Answer wrong = answer("hall", List.of());

        assertThat(AttentionStory.choose(examples, List.of(wrong, right, right, right)))
                .isEqualTo(3);
        assertThat(AttentionStory.choose(examples, List.of(wrong, wrong, right, wrong)))
                .isEqualTo(2);
        assertThat(AttentionStory.choose(examples, List.of(wrong, wrong, wrong, wrong)))
                .isZero();
    }

    @Test
    void tellsAStoryWithItsFactsMarked() throws IOException {
        Example example = example(2, List.of(1));
        Answer answer = answer("room", List.of(List.of(0.25, 0.75), List.of(0.0, 1.0)));

        assertThat(AttentionStory.table(example, answer)).isEqualToNormalizingNewlines("""
                Where is Mary? **room** (90 %; right: room)

                | sentence | supports | hop 1 | hop 2 |
                |---|---|---|---|
                | Mary went to room 0. |  | 0.25 | 0.00 |
                | Mary went to room 1. | yes | 0.75 | 1.00 |
                """);
        Path picture = folder.resolve("map.png");
        AttentionMap.draw(example, answer, picture);
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(300);
    }
}
