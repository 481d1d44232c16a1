package org.memn2n.data.simulation.language;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.memn2n.data.DataException;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Population;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.random.SplitMix;

/** Puts statements, questions and answers about a population into the words of a {@link Lexicon}. Immutable. */
public final class Narrator {
    private static final char LIST_SEPARATOR = ',';

    private final Lexicon lexicon;
    /** By class: by form, then number, the names. */
    private final Map<Noun, String[][]> names = new EnumMap<>(Noun.class);

    private final Map<SentenceKind, Sentence[]> sentences = new EnumMap<>(SentenceKind.class);

    /** A wording with the names that may stand in it; there is one text more than slots. */
    private record Sentence(String[] texts, int[] arguments, String[][] names) {
        void append(Clause clause, StringBuilder text) {
            int start = text.length();
            text.append(texts[0]);
            for (int slot = 0; slot < arguments.length; slot++) {
                text.append(names[slot][clause.argument(arguments[slot])]).append(texts[slot + 1]);
            }
            text.setCharAt(start, Character.toUpperCase(text.charAt(start)));
        }
    }

    /**
     * A narrator for this population.
     *
     * @param skippedNames so many of the names of each open class are left out, such as those that a model has seen
     * @throws DataException if the lexicon lacks names for the population
     */
    public Narrator(Lexicon lexicon, Population population, int skippedNames) {
        this.lexicon = lexicon;
        for (Noun noun : Noun.values()) {
            int count = Math.max(population.count(noun), needed(noun, population));
            if (count > 0) {
                names.put(noun, named(lexicon.names(noun), noun, count, noun.isOpen() ? skippedNames : 0));
            }
        }
        for (SentenceKind kind : SentenceKind.values()) {
            List<Wording> wordings = lexicon.wordings(kind);
            if (wordings != null && names.keySet().containsAll(kind.arguments())) {
                sentences.put(kind, compiled(wordings, kind));
            }
        }
    }

    private static int needed(Noun noun, Population population) {
        return switch (noun) {
            case NUMBER -> population.count(Noun.OBJECT) + 1;
            case VERDICT -> 3;
            case NOTHING -> 1;
            default -> 0;
        };
    }

    private String[][] named(Names from, Noun noun, int count, int skipped) {
        if (!from.has(skipped + count - 1)) {
            throw DataException.in(
                    lexicon.origin(),
                    from.size() + " names of the class " + noun.title(),
                    (skipped + count) + " or more, or a smaller number of them in the stories");
        }
        List<String[]> byForm = new ArrayList<>();
        for (int form = 0; form < from.forms(); form++) {
            String[] column = new String[count];
            for (int i = 0; i < count; i++) {
                column[i] = from.name(skipped + i, form);
            }
            byForm.add(column);
        }
        return byForm.toArray(new String[0][]);
    }

    private Sentence[] compiled(List<Wording> wordings, SentenceKind kind) {
        return wordings.stream().map(wording -> compiled(wording, kind)).toArray(Sentence[]::new);
    }

    private Sentence compiled(Wording wording, SentenceKind kind) {
        List<String> texts = new ArrayList<>(List.of(""));
        List<Integer> arguments = new ArrayList<>();
        List<String[]> slots = new ArrayList<>();
        for (Wording.Part part : wording.parts()) {
            if (part instanceof Wording.Text text) {
                texts.set(texts.size() - 1, texts.get(texts.size() - 1) + text.text());
            } else if (part instanceof Wording.Slot slot) {
                arguments.add(slot.argument());
                slots.add(names(kind.arguments().get(slot.argument()))[slot.form()]);
                texts.add("");
            }
        }
        return new Sentence(
                texts.toArray(new String[0]),
                arguments.stream().mapToInt(Integer::intValue).toArray(),
                slots.toArray(new String[0][]));
    }

    /**
     * Appends a sentence such as "Emma walked to the kitchen." to the text.
     *
     * @param random draws one of the wordings that mean the same
     * @throws DataException if the lexicon has no words for it
     */
    public void tell(Clause clause, SplitMix random, StringBuilder text) {
        Sentence[] wordings = sentences.get(clause.kind());
        if (wordings == null) {
            throw DataException.in(
                    lexicon.origin(),
                    "no wording of " + clause.kind().title(),
                    "a rule such as " + clause.kind().title() + " = ... under [sentences]");
        }
        wordings[wordings.length == 1 ? 0 : random.below(wordings.length)].append(clause, text);
    }

    /** Appends the answer to a question, such as "kitchen", or several with commas between them. */
    public void answer(Question question, StringBuilder text) {
        SentenceKind kind = question.asked().kind();
        Noun noun = kind.answer().orElseThrow(() -> new IllegalArgumentException(kind + " is no question"));
        List<Integer> things = question.answer().things();
        if (things.isEmpty()) {
            text.append(names(Noun.NOTHING)[0][0]);
            return;
        }
        String[] column = names(noun)[answerForm(kind, noun)];
        for (int i = 0; i < things.size(); i++) {
            if (i > 0) {
                text.append(LIST_SEPARATOR);
            }
            text.append(column[things.get(i)]);
        }
    }

    private int answerForm(SentenceKind kind, Noun noun) {
        return switch (kind) {
            case WHERE_WILL_GO -> lexicon.requiredForm(noun, "place");
            case HOW_TO_GO -> lexicon.requiredForm(noun, "letter");
            default -> 0;
        };
    }

    private String[][] names(Noun noun) {
        String[][] found = names.get(noun);
        if (found == null) {
            throw new IllegalStateException("there is no " + noun.title() + " in the population");
        }
        return found;
    }
}
