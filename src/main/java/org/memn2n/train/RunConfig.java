package org.memn2n.train;

import java.util.List;
import org.memn2n.model.ModelConfig;

/**
 * What {@code config.json} of a trained model says: everything that made it, nothing about where it lies.
 *
 * @param format the version of this file's layout
 * @param name the name of the model, such as {@code qa1}
 * @param tasks the numbers of the tasks it was trained on; empty for examples handed in by a program
 * @param model the network
 * @param training the choices of training, the seed among them
 * @param data the training data, to be recognised
 * @param made by which program on which device
 */
public record RunConfig(
        int format,
        String name,
        List<Integer> tasks,
        ModelConfig model,
        TrainingOptions training,
        Data data,
        Made made) {
    /** The layout that this version writes and reads. */
    public static final int FORMAT = 3;

    /**
     * The training data, to be recognised.
     *
     * @param training how many examples were trained on
     * @param validation how many were held out
     * @param fingerprint SHA-256 of the examples' text; of a language model's text, of its vocabulary and numbers of words
     */
    public record Data(int training, int validation, String fingerprint) {}

    /**
     * Who made the model.
     *
     * @param memn2n the version of this program
     * @param java the version of Java
     * @param device the device that training began on
     */
    public record Made(String memn2n, String java, String device) {}
}
