package org.memn2n.data.simulation.language;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.DataException;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.SentenceKind;

/**
 * A language to tell stories in: the names of things with their forms, and the ways to word each kind of sentence. It is
 * read from a text file, which {@code docs/formats.md} describes; nothing of any language is in the program. Immutable.
 */
public final class Lexicon {
    /** The lexicons that come with the program. */
    public static final List<String> BUILT_IN = List.of("english", "german", "babi");

    private final String origin;
    private final Map<Noun, Names> names;
    private final Map<SentenceKind, List<Wording>> wordings;

    Lexicon(String origin, Map<Noun, Names> names, Map<SentenceKind, List<Wording>> wordings) {
        this.origin = origin;
        this.names = Map.copyOf(names);
        this.wordings = Map.copyOf(wordings);
    }

    /**
     * A lexicon that comes with the program.
     *
     * @param name one of {@link #BUILT_IN}
     * @param task the number of the task to tell stories of; a lexicon may have other words for some tasks
     */
    public static Lexicon builtIn(String name, int task) {
        if (!BUILT_IN.contains(name)) {
            throw DataException.in(name, "no lexicon of that name", "one of " + BUILT_IN + ", or a file");
        }
        try (InputStream in = Lexicon.class.getResourceAsStream(name + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("the lexicon " + name + " is missing in the program's jar");
            }
            return LexiconReader.read(in, name, task);
        } catch (IOException e) {
            throw DataException.in(name, "a lexicon that cannot be read", "an undamaged program", e);
        }
    }

    /** The lexicon in a file, for stories of this task. */
    public static Lexicon read(Path file, int task) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return LexiconReader.read(in, file.toString(), task);
        }
    }

    /**
     * The names of a class.
     *
     * @throws DataException if the lexicon has none
     */
    Names names(Noun noun) {
        Names found = names.get(noun);
        if (found == null) {
            throw DataException.in(origin, "no names of the class " + noun.title(), "a section [" + noun.title() + "]");
        }
        return found;
    }

    /**
     * The number of a form that answers need.
     *
     * @throws DataException if the class has no such form
     */
    int requiredForm(Noun noun, String title) {
        int form = names(noun).form(title);
        if (form < 0) {
            throw DataException.in(
                    origin,
                    "no form \"" + title + "\" of the class " + noun.title(),
                    "it, for answers: [" + noun.title() + ": name | " + title + "]");
        }
        return form;
    }

    /** The ways to word a kind of sentence; null if the lexicon has none. */
    @Nullable
    List<Wording> wordings(SentenceKind kind) {
        return wordings.get(kind);
    }

    /** What messages call the lexicon. */
    String origin() {
        return origin;
    }
}
