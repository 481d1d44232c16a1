package org.memn2n.data;

/**
 * An example in numbers. Its arrays are shared between examples of the same story and must not be changed.
 *
 * @param story word ids of each statement, oldest first
 * @param question word ids of the question
 * @param target class of the right answer, or -1 when it is unknown or no class
 */
public record EncodedExample(int[][] story, int[] question, int target) {}
