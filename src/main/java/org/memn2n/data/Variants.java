package org.memn2n.data;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Chooses among the folders of one data set: languages and sizes such as {@code en}, {@code en-10k}, {@code hn}. */
final class Variants {
    private static final String USUAL = "en";

    private Variants() {}

    /**
     * The folder to use.
     *
     * @param data name of the data set for messages
     * @param topName name that the top folder "" goes by
     * @param folders paths of the folders that hold task files
     * @param wanted last name or whole path of a folder, or null for the top folder, the only one or {@code en}
     * @throws DataException when there is none, or more than one to choose from
     */
    static String choose(String data, String topName, SortedSet<String> folders, @Nullable String wanted) {
        if (folders.isEmpty()) {
            throw DataException.in(data, "no file named like qa1_single-supporting-fact_train.txt", TaskFiles.ACCEPTED);
        }
        if (wanted == null && (folders.size() == 1 || folders.contains(""))) {
            return folders.first();
        }
        String name = wanted == null ? USUAL : wanted;
        List<String> matching = folders.stream()
                .filter(folder -> folder.equals(wanted) || name(folder, topName).equals(name))
                .toList();
        if (matching.size() == 1) {
            return matching.get(0);
        }
        if (matching.isEmpty()) {
            throw DataException.in(
                    data,
                    wanted == null ? folders.size() + " variants" : "no variant " + DataException.quote(wanted),
                    "one of these as the variant: " + named(folders, topName));
        }
        throw DataException.in(
                data,
                matching.size() + " folders named " + DataException.quote(name),
                "the whole path of one as the variant: " + String.join(", ", matching));
    }

    /**
     * The folder to use with models that were trained on these variants: the only one there is, or the one they were trained on.
     *
     * @throws DataException when there is none, or there are several and not one that is known
     */
    static String chooseLike(String data, String topName, SortedSet<String> folders, SortedSet<String> trainedOn) {
        if (folders.size() <= 1) {
            return choose(data, topName, folders, null);
        }
        if (trainedOn.size() == 1) {
            return choose(data, topName, folders, trainedOn.first());
        }
        throw DataException.in(
                data,
                folders.size() + " variants, and "
                        + (trainedOn.isEmpty()
                                ? "nothing that says which the model was trained on"
                                : "models that were trained on " + trainedOn),
                "one of these as the variant: " + named(folders, topName));
    }

    /** The last name of a folder's path. */
    static String name(String folder, String topName) {
        return folder.isEmpty() ? topName : folder.substring(folder.lastIndexOf('/') + 1);
    }

    private static String named(SortedSet<String> folders, String topName) {
        return String.join(
                ", ",
                folders.stream().map(folder -> name(folder, topName)).sorted().toList());
    }
}
