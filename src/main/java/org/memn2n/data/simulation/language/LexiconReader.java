package org.memn2n.data.simulation.language;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.DataException;
import org.memn2n.data.Place;
import org.memn2n.data.Utf8Lines;
import org.memn2n.data.simulation.world.Noun;

/** Reads a lexicon's text, section by section. A section that is for other tasks is passed over; the last of a class counts. */
final class LexiconReader {
    private static final Pattern HEADER =
            Pattern.compile("\\[([a-z]+)(?:: ([a-z]+(?: \\| [a-z]+)*))?(?:; for (\\d+(?:, \\d+)*))?\\]");
    private static final Pattern ASSIGNMENT = Pattern.compile("([a-z]+(?:-[a-z]+)*) = (.+)");
    private static final Pattern STEM = Pattern.compile("[\\p{L}\\p{M}]+(?:[ '-][\\p{L}\\p{M}]+)*");

    private final int task;
    private final Map<Noun, Names> names = new EnumMap<>(Noun.class);
    private final Set<String> stems = new HashSet<>();
    private final GrammarBuilder grammar = new GrammarBuilder();
    private Optional<Section> section = Optional.empty();
    private boolean isBegun;
    private boolean isSkipped;

    /** The names of a class as they are read. */
    private record Section(
            Noun noun, Place place, List<String> forms, Map<String, Declension> declensions, List<Names.Name> listed) {}

    private LexiconReader(int task) {
        this.task = task;
    }

    static Lexicon read(InputStream in, String origin, int task) throws IOException {
        LexiconReader reader = new LexiconReader(task);
        Utf8Lines lines = new Utf8Lines(in, origin);
        for (String line = lines.next(); line != null; line = lines.next()) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                reader.line(text, lines.place());
            }
        }
        reader.endSection();
        return new Lexicon(origin, reader.names, reader.grammar.build(reader.names));
    }

    private void line(String text, Place place) {
        if (text.startsWith("[")) {
            endSection();
            beginSection(text, place);
        } else if (!isBegun) {
            throw DataException.at(
                    place, DataException.quote(text), "a section such as [person: name | pronoun] first");
        } else if (!isSkipped) {
            Matcher assignment = ASSIGNMENT.matcher(text);
            if (section.isEmpty()) {
                sentence(text, assignment, place);
            } else if (assignment.matches()) {
                declension(section.get(), assignment, place);
            } else {
                for (String entry : text.replaceFirst(",$", "").split(",", -1)) {
                    Names.Name name = name(section.get(), entry.strip(), place);
                    section.get().listed().add(name);
                    name.stems().forEach(stem -> stems.add(stem.toLowerCase(Locale.ROOT)));
                }
            }
        }
    }

    private void beginSection(String text, Place place) {
        Matcher header = HEADER.matcher(text);
        if (!header.matches()) {
            throw DataException.at(
                    place,
                    DataException.quote(text),
                    "[class], [class: form | form], [sentences], each also with a list of tasks as in [class; for 5, 7]");
        }
        isBegun = true;
        String tasks = header.group(3);
        isSkipped = tasks != null && !Arrays.asList(tasks.split(", ", -1)).contains(Integer.toString(task));
        String title = header.group(1);
        if (isSkipped || title.equals("sentences")) {
            return;
        }
        Noun noun = noun(title)
                .orElseThrow(() -> DataException.at(
                        place,
                        "the class " + DataException.quote(title),
                        "sentences or one of "
                                + Arrays.stream(Noun.values()).map(Noun::title).toList()));
        String forms = header.group(2) == null ? "name" : header.group(2);
        section = Optional.of(
                new Section(noun, place, List.of(forms.split(" \\| ", -1)), new LinkedHashMap<>(), new ArrayList<>()));
    }

    /** The class of this title. */
    static Optional<Noun> noun(String title) {
        return Arrays.stream(Noun.values())
                .filter(noun -> noun.title().equals(title))
                .findFirst();
    }

    private void declension(Section in, Matcher assignment, Place place) {
        List<String> patterns = alternatives(assignment.group(2));
        if (patterns.size() != in.forms().size()) {
            throw DataException.at(
                    place,
                    patterns.size() + " forms",
                    "the " + in.forms().size() + " forms of the class: " + in.forms());
        }
        in.declensions().put(assignment.group(1), new Declension(assignment.group(1), patterns));
    }

    private static Names.Name name(Section in, String entry, Place place) {
        String[] parts = entry.split(":", -1);
        List<String> stems = List.of(parts[0].split("/", -1));
        for (String stem : stems) {
            if (!STEM.matcher(stem).matches()) {
                throw DataException.at(
                        place,
                        "the name " + DataException.quote(stem),
                        "words of letters, with single spaces, hyphens or apostrophes between them");
            }
        }
        Declension declension = parts.length > 2 ? null : declension(in, parts.length == 2 ? parts[1] : null);
        if (declension == null || declension.stems() > stems.size()) {
            throw DataException.at(
                    place,
                    DataException.quote(entry),
                    "stem/stem:declension, with a declension of "
                            + in.declensions().keySet() + " and as many stems as it has");
        }
        return new Names.Name(stems, declension);
    }

    private static @Nullable Declension declension(Section in, @Nullable String title) {
        if (title != null) {
            return in.declensions().get(title);
        }
        return in.declensions().isEmpty()
                ? new Declension("", in.forms().stream().map(form -> "{1}").toList())
                : in.declensions().values().iterator().next();
    }

    private void sentence(String text, Matcher assignment, Place place) {
        if (text.startsWith("|")) {
            grammar.addToLast(alternatives(text.substring(1)), place);
        } else if (assignment.matches()) {
            grammar.add(assignment.group(1), alternatives(assignment.group(2)), place);
        } else {
            throw DataException.at(
                    place, DataException.quote(text), "a rule, name = wording | wording, or more wordings: | wording");
        }
    }

    private static List<String> alternatives(String text) {
        return Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
    }

    private void endSection() {
        section.ifPresent(read -> {
            names.remove(read.noun());
            List<Declension> declensions = new ArrayList<>(read.declensions().values());
            if (declensions.isEmpty()) {
                declensions.add(Objects.requireNonNull(declension(read, null)));
            }
            Names added = new Names(read.noun(), read.forms(), read.listed(), declensions, stems);
            checkDistinct(read, added);
            names.put(read.noun(), added);
        });
        section = Optional.empty();
    }

    /** No two things of a class may have the same name, nor things of two classes that can be anywhere in a sentence. */
    private void checkDistinct(Section read, Names added) {
        Map<String, Noun> seen = new HashMap<>();
        names.forEach((noun, others) -> {
            for (int i = 0; noun.isOpen() && read.noun().isOpen() && i < others.size(); i++) {
                seen.put(others.name(i, 0).toLowerCase(Locale.ROOT), noun);
            }
        });
        for (int i = 0; i < added.size(); i++) {
            String name = added.name(i, 0);
            if (read.noun() != Noun.MOTIVE && seen.put(name.toLowerCase(Locale.ROOT), read.noun()) != null) {
                throw DataException.at(read.place(), "the name " + DataException.quote(name) + " twice", "it once");
            }
        }
    }
}
