package org.memn2n.data;

/** Whether every question of a text must have an answer. */
public enum Answers {
    /** A question without an answer is an error: training, validation and test. */
    REQUIRED,
    /** A question may lack its answer: prediction. */
    OPTIONAL
}
