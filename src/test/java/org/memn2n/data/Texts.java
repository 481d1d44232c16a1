package org.memn2n.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small bAbI texts, written for the tests. */
final class Texts {
    static final String FILE = "qa1_small_train.txt";

    /** Two stories with three questions; the second question comes after the first in the same story. */
    static final String VALID = """
            1 Ann walked to the barn.
            2 Bob took the lamp and the rope.
            3 Where is Ann?\tbarn\t1
            4 Ann went to the attic.
            5 What does Bob carry?\tLamp,Rope\t2
            1 Cid slept.
            2 Where is Ann?\tattic\t
            """;

    private Texts() {}

    static List<Example> read(byte[] bytes, Answers answers) {
        try {
            return BabiReader.read(new ByteArrayInputStream(bytes), FILE, 1, answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Example> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), Answers.REQUIRED);
    }

    static List<Example> readQuestions(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), Answers.OPTIONAL);
    }
}
