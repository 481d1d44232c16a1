package org.memn2n.data;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a task file says: {@code qa1_single-supporting-fact_train.txt}. The title may be absent.
 *
 * @param fileName the name itself, without folders
 * @param task number of the task
 * @param title title of the task, possibly empty
 * @param purpose what the examples are for
 */
record TaskFileName(String fileName, int task, String title, Purpose purpose) {
    private static final Pattern NAME = Pattern.compile("qa(\\d{1,6})(?:_(.+))?_(train|test)\\.txt");

    enum Purpose {
        TRAIN,
        TEST
    }

    static Optional<TaskFileName> parse(String fileName) {
        Matcher name = NAME.matcher(fileName);
        if (!name.matches()) {
            return Optional.empty();
        }
        String title = name.group(2) == null ? "" : name.group(2);
        Purpose purpose = name.group(3).equals("train") ? Purpose.TRAIN : Purpose.TEST;
        return Optional.of(new TaskFileName(fileName, Integer.parseInt(name.group(1)), title, purpose));
    }

    /** The name of a file that the user points at: one that does not follow the pattern is task 0. */
    static TaskFileName ofSingleFile(String fileName) {
        return parse(fileName).orElseGet(() -> {
            boolean test = fileName.endsWith("_test.txt");
            String title = fileName.replaceFirst("(_train|_test)?\\.txt$", "");
            return new TaskFileName(fileName, 0, title, test ? Purpose.TEST : Purpose.TRAIN);
        });
    }
}
