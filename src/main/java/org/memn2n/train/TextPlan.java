package org.memn2n.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.Corpus;
import org.memn2n.data.TextFiles;
import org.memn2n.data.TextShares;
import org.memn2n.io.Json;

/**
 * How a language model's text is read: the {@code text.json} of its folder. With the folder's {@code config.json}, enough
 * to resume its training.
 *
 * @param format the version of this file's layout
 * @param name what the names of the text's files begin with, where there are several texts; otherwise empty
 * @param rare words that come fewer times in the training text are unknown words
 * @param shares how a single text is parted
 */
public record TextPlan(int format, String name, int rare, TextShares shares) {
    private static final int FORMAT = 1;
    private static final String FILE = "text.json";

    /** A plan of this version. */
    public static TextPlan of(@Nullable String name, int rare, TextShares shares) {
        return new TextPlan(FORMAT, name == null ? "" : name, rare, shares);
    }

    /** Whether a language model was begun in this folder. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /**
     * The plan that was begun in this folder.
     *
     * @throws org.memn2n.io.CorruptFileException when it is damaged, or of another version
     * @throws IOException when it is missing
     */
    public static TextPlan read(Path folder) throws IOException {
        return Versioned.read(folder.resolve(FILE), TextPlan.class, FORMAT);
    }

    /** Saves this plan in a folder, which is made if needed. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Json.write(folder.resolve(FILE), this);
    }

    /** The files of the text. */
    public TextFiles open(Path data) {
        return TextFiles.open(data, name.isEmpty() ? null : name, shares);
    }

    /** The training and the validation text in numbers. */
    public Corpus corpus(TextFiles files) {
        return Corpus.read(files, rare);
    }
}
