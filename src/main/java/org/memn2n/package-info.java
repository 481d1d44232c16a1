/**
 * The library calls: {@link org.memn2n.Predictor} answers questions about stories with a trained model,
 * {@link org.memn2n.SharedMemory} lets many queries read one large memory. The command line in
 * {@code org.memn2n.cli} is made of the same calls.
 */
@NullMarked
package org.memn2n;

import org.jspecify.annotations.NullMarked;
