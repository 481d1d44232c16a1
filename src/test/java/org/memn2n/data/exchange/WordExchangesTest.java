package org.memn2n.data.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.memn2n.data.Example;
import org.memn2n.data.PlacedWords;
import org.memn2n.data.Sentence;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StoryTask;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.random.RandomStreams;
import org.memn2n.testkit.Stories;

class WordExchangesTest {
    private static final WordExchange COMPASS =
            WordExchange.of("north", "south").and("n", "s");

    private static List<Example> simulated(StoryTask task, int stories) {
        return Stories.simulated(
                SimulationSettings.of(task).withStories(stories).withSeed(5));
    }

    @Test
    void peopleAndPlacesOfTaskOneCanBeExchangedAndNothingElse() {
        WordExchanges exchanges = WordExchanges.of(simulated(StoryTask.SINGLE_FACT, 200));
        assertThat(exchanges.classes())
                .containsExactly(
                        List.of("attic", "balcony", "cellar", "garage", "kitchen", "library"),
                        List.of("emma", "hugo", "nora", "oscar"));
        assertThat(exchanges.linked()).isEmpty();
    }

    @Test
    void aDirectionMovesWithItsAnswer() {
        WordExchanges exchanges = WordExchanges.of(simulated(StoryTask.PATHS, 1000));
        assertThat(exchanges.linked()).isNotEmpty().allSatisfy(exchange -> {
            for (String direction : List.of("north", "south", "east", "west")) {
                assertThat(exchange.image(direction.substring(0, 1)))
                        .isEqualTo(exchange.image(direction).substring(0, 1));
            }
        });
        Set<Map<String, String>> drawn = new HashSet<>();
        for (int seed = 0; seed < 400; seed++) {
            Map<String, String> images = exchanges.draw(RandomStreams.of(seed));
            images.keySet().retainAll(Set.of("north", "south", "east", "west"));
            images.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
            drawn.add(images);
        }
        assertThat(drawn)
                .as("four ways to turn the map, each as it is or mirrored")
                .hasSize(8);
    }

    @Test
    void aWordOfTooFewStoriesDoesNotMoveAlongEither() {
        // Two moods, each with its place nearly always: 50 stories are glad, and home is in 49 of them, one too few.
        StringBuilder text = new StringBuilder();
        for (int story = 0; story < 150; story++) {
            boolean sad = story % 3 != 0;
            String place = sad ? story % 15 == 1 ? "away" : "out" : story == 0 ? "away" : "home";
            text.append("1 Ann is ").append(sad ? "sad" : "glad").append(".\n2 Where does Ann go?\t");
            text.append(place).append("\t1\n");
        }
        assertThat(WordExchanges.of(Stories.read(text.toString())).isEmpty()).isTrue();
    }

    @Test
    @Timeout(60)
    void ofVeryManyWordsTheMostFrequentAreLookedAt() {
        WordExchanges exchanges = WordExchanges.of(Stories.simulated(SimulationSettings.of(StoryTask.SINGLE_FACT)
                .with(Noun.PERSON, 3 * WordStatistics.MOST_WORDS)
                .withStories(2000)
                .withSeed(5)));
        assertThat(exchanges.classes())
                .as("nobody of so many is in fifty stories")
                .containsExactly(List.of("attic", "balcony", "cellar", "garage", "kitchen", "library"));
    }

    @Test
    void whatIsFoundIsTheSameInAnyOrderOfAHashTable() {
        // Who is sad is mostly at one of two places, who is glad mostly at one of two others: as frequent to the last
        // bit, so
        // either of two could move first.
        List<String> sad = List.of("home", "in", "outside", "yonder");
        List<String> glad = List.of("outside", "yonder", "home", "in");
        StringBuilder text = new StringBuilder();
        for (int story = 0; story < 400; story++) {
            int turn = story / 2 % 20;
            int place = turn < 18 ? turn % 2 : turn - 16;
            text.append("1 Ann is ").append(story % 2 == 0 ? "glad" : "sad").append(".\n2 Where does Ann go?\t");
            text.append((story % 2 == 0 ? glad : sad).get(place)).append("\t1\n");
        }
        List<Example> examples = Stories.read(text.toString());
        WordExchanges found = WordExchanges.of(examples);
        assertThat(found.linked()).hasSize(2);
        // Other first letters, the same for all words: sorted alike, but in other places of a hash table.
        for (String prefix : List.of("a", "ab", "q", "zz", "word-")) {
            WordExchanges renamed = WordExchanges.of(
                    examples.stream().map(example -> prefixed(example, prefix)).toList());
            assertThat(renamed).as(prefix).isEqualTo(prefixed(found, prefix));
        }
    }

    private static Example prefixed(Example example, String prefix) {
        String answer = Objects.requireNonNull(example.answer());
        return new Example(
                example.task(),
                example.story().stream()
                        .map(sentence -> prefixed(sentence, prefix))
                        .toList(),
                prefixed(example.question(), prefix),
                prefix + answer.replace(",", "," + prefix),
                example.supportingFacts(),
                example.place());
    }

    private static Sentence prefixed(Sentence sentence, String prefix) {
        return new Sentence(
                sentence.text(), sentence.words().stream().map(prefix::concat).toList());
    }

    private static WordExchanges prefixed(WordExchanges exchanges, String prefix) {
        return new WordExchanges(
                exchanges.classes().stream()
                        .map(words -> words.stream().map(prefix::concat).toList())
                        .toList(),
                exchanges.linked().stream()
                        .map(exchange -> new WordExchange(exchange.images().entrySet().stream()
                                .collect(Collectors.toMap(
                                        pair -> prefix + pair.getKey(), pair -> prefix + pair.getValue()))))
                        .toList());
    }

    @Test
    void tooFewExamplesShowNothing() {
        assertThat(WordExchanges.of(simulated(StoryTask.SINGLE_FACT, 2)).isEmpty())
                .isTrue();
        assertThat(WordExchanges.of(List.of()).isEmpty()).isTrue();
    }

    @Test
    void aDrawMovesEveryWordToOneOfItsClass() {
        WordExchanges exchanges =
                new WordExchanges(List.of(List.of("a", "b", "c"), List.of("x", "y")), List.of(COMPASS));
        Set<Map<String, String>> drawn = new HashSet<>();
        for (int seed = 0; seed < 400; seed++) {
            Map<String, String> images = exchanges.draw(RandomStreams.of(seed));
            assertThat(images.values()).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(images.get("a")).isIn("a", "b", "c");
            assertThat(images.get("x")).isIn("x", "y");
            assertThat(images.getOrDefault("n", "n"))
                    .isEqualTo(images.getOrDefault("north", "north").substring(0, 1));
            images.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
            drawn.add(images);
        }
        assertThat(drawn).as("every one of 6 * 2 * 2").hasSize(24);
    }

    @Test
    void theClosureHasEveryWordThatMayCome() {
        WordExchanges exchanges = new WordExchanges(List.of(List.of("a", "b")), List.of(COMPASS));
        Set<String> words = new HashSet<>(PlacedWords.of(List.of("a", "q", "north")));
        assertThat(exchanges.closure(words)).containsExactlyInAnyOrder("a\t1", "b\t1", "q\t2", "north\t3", "south\t3");
    }

    @Test
    void anExchangeGoesBothWays() {
        assertThatThrownBy(() -> new WordExchange(Map.of("a", "b", "b", "c", "c", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an exchange");
    }
}
