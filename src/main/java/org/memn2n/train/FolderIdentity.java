package org.memn2n.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.memn2n.io.CorruptFileException;

/**
 * The SHA-256 of the two files of a model's folder that never change. Every tensor file beside them holds it,
 * under a checksum of its own, so that any damage to them is noticed, and files of another model as well.
 *
 * @param configFile the file of the choices
 * @param config its digest
 * @param vocabularyFile the file of the words
 * @param vocabulary its digest
 */
record FolderIdentity(Path configFile, String config, Path vocabularyFile, String vocabulary) {
    private static final String CONFIG_KEY = "memn2n.config";
    private static final String VOCABULARY_KEY = "memn2n.vocabulary";

    /**
     * The identity of these files as they are now.
     *
     * @throws IOException when one is missing or cannot be read
     */
    static FolderIdentity of(Path configFile, Path vocabularyFile) throws IOException {
        return new FolderIdentity(configFile, Digest.ofFile(configFile), vocabularyFile, Digest.ofFile(vocabularyFile));
    }

    /** What a tensor file says about the files beside it. */
    Map<String, String> metadata() {
        return Map.of(CONFIG_KEY, config, VOCABULARY_KEY, vocabulary);
    }

    /**
     * Refuses a tensor file that was saved beside other files.
     *
     * @param metadata of that file
     */
    void require(Path tensorFile, Map<String, String> metadata) throws CorruptFileException {
        require(configFile, config, tensorFile, metadata.get(CONFIG_KEY));
        require(vocabularyFile, vocabulary, tensorFile, metadata.get(VOCABULARY_KEY));
    }

    private static void require(Path file, String found, Path tensorFile, @Nullable String expected)
            throws CorruptFileException {
        if (!found.equals(expected)) {
            throw new CorruptFileException(
                    file.toString(),
                    "content with the SHA-256 " + found,
                    expected + ", as " + tensorFile.getFileName() + " says",
                    "one of the two is damaged or of another model; restore the folder as it was saved");
        }
    }
}
