package org.memn2n.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;
import java.util.SortedSet;

/** Something that holds task files in folders: a folder on disk, or an archive. */
interface TaskSource {
    /** The bytes of one task file. */
    interface Content {
        InputStream open() throws IOException;
    }

    /** The folders that hold task files, as paths parted by {@code /} from the top, which is "". */
    SortedSet<String> folders() throws IOException;

    /** The task files of one of these folders by file name. */
    SortedMap<String, Content> contents(String folder) throws IOException;
}
