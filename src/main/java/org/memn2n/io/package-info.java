/**
 * Files: tensors in safetensors, JSON, lines of text. Whatever is read is taken to be hostile or damaged
 * until it is checked, and whatever is written is either there in full or not at all.
 *
 * <p>Damaged content is a {@link org.memn2n.io.CorruptFileException}; a file that cannot be opened, read
 * or written at all is any other {@link java.io.IOException}. Content that must not be written is an
 * {@link java.lang.IllegalArgumentException}.
 */
package org.memn2n.io;
