/**
 * The library calls: {@link org.memn2n.Predictor} answers questions about stories with a trained model, a
 * {@link org.memn2n.Story} follows one that goes on, and an {@link org.memn2n.Ensemble} asks several models together.
 * {@link org.memn2n.LanguageModel} says how a text goes on. {@link org.memn2n.SharedMemory} lets many queries read one large
 * memory. The command line in {@code org.memn2n.cli} is made of the same calls.
 */
@NullMarked
package org.memn2n;

import org.jspecify.annotations.NullMarked;
