package org.memn2n.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * A text for language modelling: a folder or a tar archive with files named like {@code ptb.train.txt}, {@code ptb.valid.txt}
 * and {@code ptb.test.txt}, or a single text, such as text8, that is parted here. Files are streamed; those of an archive
 * are kept in memory.
 */
public final class TextFiles {
    private static final Pattern NAME = Pattern.compile("(.*?)[._-]?(train|valid|test)\\.txt");
    private static final String ACCEPTED =
            "a folder or tar archive with files named like ptb.train.txt, ptb.valid.txt and"
                    + " ptb.test.txt, or a single text such as text8";

    private final Map<TextPart, Source> parts;
    private final boolean parted;

    /** One part: its bytes, and what to call it in messages. */
    private record Source(String name, TaskSource.Content content) {}

    private TextFiles(Map<TextPart, Source> parts, boolean parted) {
        this.parts = parts;
        this.parted = parted;
    }

    /**
     * Finds the parts of a text.
     *
     * @param data a folder, a tar archive (gzipped or not, told by its content) or a single text
     * @param name what the names of the files begin with, such as {@code ptb}, where there are several texts; or null
     * @param shares how a single text is parted
     * @throws DataException when there is no text, several and no name, or a single one that is too short to be parted
     */
    public static TextFiles open(Path data, @Nullable String name, TextShares shares) {
        if (!Files.exists(data)) {
            throw DataException.in(data.toString(), "nothing there", ACCEPTED);
        }
        try {
            if (Files.isDirectory(data)) {
                return chosen(data, name, inFolder(data));
            }
            if (BoundedTar.isArchive(data)) {
                return chosen(data, name, inArchive(data));
            }
            return parted(data, shares);
        } catch (IOException e) {
            throw DataException.in(data.toString(), "a text that cannot be read (" + e + ")", "a readable text", e);
        }
    }

    private static TextFiles parted(Path data, TextShares shares) throws IOException {
        EnumMap<TextPart, Source> parts = new EnumMap<>(TextPart.class);
        TextRange.parts(data, shares).forEach((part, content) -> parts.put(part, new Source(data.toString(), content)));
        if (!parts.containsKey(TextPart.TRAIN) || !parts.containsKey(TextPart.VALID)) {
            throw DataException.in(
                    data.toString(),
                    "a text of " + Files.size(data) + " bytes, too short to be parted into " + shares.train()
                            + " for training and " + shares.valid() + " for validation",
                    "a longer one");
        }
        return new TextFiles(parts, true);
    }

    /** Whether this is a single text that is parted here. */
    public boolean parted() {
        return parted;
    }

    /** Whether there is such a part. */
    public boolean has(TextPart part) {
        return parts.containsKey(part);
    }

    /**
     * The words of a part from its beginning.
     *
     * @throws DataException when there is no such part, or it cannot be read
     */
    WordStream words(TextPart part) {
        Source source = parts.get(part);
        if (source == null) {
            throw DataException.in(
                    parts.values().iterator().next().name(),
                    "no " + part.inFileNames() + " text beside it",
                    "a file whose name ends in " + part.inFileNames() + ".txt");
        }
        try {
            return new WordStream(source.content().open(), source.name());
        } catch (IOException e) {
            throw DataException.in(source.name(), "a text that cannot be read (" + e + ")", "a readable text", e);
        }
    }

    private static TextFiles chosen(
            Path data, @Nullable String name, SortedMap<String, EnumMap<TextPart, Source>> texts) {
        texts.values().removeIf(parts -> !parts.containsKey(TextPart.TRAIN) || !parts.containsKey(TextPart.VALID));
        if (texts.isEmpty()) {
            throw DataException.in(data.toString(), "no training and validation text", ACCEPTED);
        }
        String wanted = name == null && texts.size() == 1 ? texts.firstKey() : name;
        EnumMap<TextPart, Source> text = wanted == null ? null : texts.get(wanted);
        if (text == null) {
            throw DataException.in(
                    data.toString(),
                    wanted == null ? "several texts" : "no text " + DataException.quote(wanted),
                    "the name of one of them: " + String.join(", ", texts.keySet()));
        }
        return new TextFiles(text, false);
    }

    private static SortedMap<String, EnumMap<TextPart, Source>> inFolder(Path folder) throws IOException {
        SortedMap<String, EnumMap<TextPart, Source>> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                add(texts, name, new Source(name, () -> Files.newInputStream(file)));
            }
        }
        return texts;
    }

    private static SortedMap<String, EnumMap<TextPart, Source>> inArchive(Path archive) throws IOException {
        SortedMap<String, EnumMap<TextPart, Source>> texts = new TreeMap<>();
        try (BoundedTar tar = BoundedTar.open(archive, ArchiveLimits.STANDARD)) {
            for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (entry.isFile() && NAME.matcher(name).matches()) {
                    byte[] bytes = tar.bytes(entry);
                    add(texts, name, new Source(entry.getName(), () -> new ByteArrayInputStream(bytes)));
                }
            }
        }
        return texts;
    }

    /** An entry of an archive that is there twice counts once, and the last wins. */
    private static void add(SortedMap<String, EnumMap<TextPart, Source>> texts, String fileName, Source source) {
        Matcher matcher = NAME.matcher(fileName);
        if (!matcher.matches()) {
            return;
        }
        EnumMap<TextPart, Source> text =
                texts.computeIfAbsent(matcher.group(1), absent -> new EnumMap<>(TextPart.class));
        for (TextPart part : TextPart.values()) {
            if (part.inFileNames().equals(matcher.group(2))) {
                Source other = text.put(part, source);
                if (other != null && !other.name().equals(source.name())) {
                    throw DataException.in(
                            source.name(),
                            "a second " + part.inFileNames() + " text of this name, beside " + other.name(),
                            "one of them");
                }
            }
        }
    }
}
