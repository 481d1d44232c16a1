package org.memn2n.train;

import java.io.IOException;
import java.nio.file.Path;
import org.memn2n.io.CorruptFileException;
import org.memn2n.io.Json;

/** Reads JSON files that say which version of their layout they have. */
final class Versioned {
    private Versioned() {}

    /**
     * A record of a JSON file.
     *
     * @param format the version of the layout that is read
     * @throws CorruptFileException when the file has another version, which is told before anything else of it is looked
     *     at, or is damaged
     * @throws IOException when it is missing or cannot be read
     */
    static <T> T read(Path file, Class<T> type, int format) throws IOException {
        String found = Json.valueAt(file, "/format");
        if (!found.isEmpty() && !found.equals(String.valueOf(format))) {
            String writer = Json.valueAt(file, "/made/memn2n");
            throw new CorruptFileException(
                    file.toString(),
                    "format " + found,
                    "format " + format,
                    "use the version of memn2n that wrote it" + (writer.isEmpty() ? "" : ", " + writer));
        }
        return Json.read(file, type);
    }
}
