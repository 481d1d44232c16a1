/**
 * From text to batches: reads bAbI story files, names the words, encodes the examples and lays them out
 * as the ragged batches of {@link org.memn2n.tensor}.
 */
package org.memn2n.data;
