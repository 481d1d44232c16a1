package org.memn2n.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Named float tensors in a file of the public safetensors format.
 *
 * <p>The file is: the length of the header, 8 bytes, unsigned, little-endian; the header, a JSON object in
 * UTF-8, padded at its end with spaces; the values of all tensors, little-endian, row-major, without gaps
 * or overlaps, up to the end of the file. The header gives for each tensor its {@code dtype}, its
 * {@code shape} and its {@code data_offsets} [begin, end), counted from the end of the header, and under
 * {@code __metadata__} an optional map from text to text.
 *
 * <p>Narrower than the format: only the dtype F32; only finite values; at most 2^31-1 elements and 64
 * axes a tensor; names and keys of at most 4096 characters; a header of at most 16 MiB (the format allows
 * 100 MB).
 *
 * <p><b>Checksum.</b> The format has none, so a damaged digit or letter can give another valid file. The
 * writer therefore adds the metadata key {@code memn2n.sha256}. Its value is the SHA-256, as 64 lower-case
 * hexadecimal digits, of all bytes of the file (length, header with its padding, values) in which the one
 * occurrence of those digits in the header is replaced by 64 characters {@code 0}. Any tool can compute it
 * again. It is checked wherever it is present and never shown in {@link TensorFile#metadata()}. Damage to
 * the key itself makes it look absent: {@link #readVerified} does not accept that.
 */
public final class Safetensors {
    static final String REMEDY = "the file is damaged or was not written in the safetensors format;"
            + " restore it from a copy or write it anew";

    private Safetensors() {}

    /**
     * Writes the tensors as F32 in the order of the map, with a checksum. An existing file is replaced in
     * one step, and left as it is on any error. Equal content in equal order gives equal bytes.
     *
     * @throws NonFiniteValueException if a value is NaN or infinite
     * @throws IllegalArgumentException if the header would be over a limit of this class, or a name is not
     *     valid Unicode
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, TensorFile content) throws IOException {
        SafetensorsWriter.write(file, content);
    }

    /**
     * Reads a file of any origin. A checksum is verified if there is one; without it, damage that leaves
     * the file well-formed goes unnoticed.
     *
     * <p>Everything the header says is checked before memory is taken for it, so a file takes no more
     * memory than a small multiple of its real size.
     *
     * @throws CorruptFileException if the content is damaged or outside the limits of this class
     * @throws IOException if the file cannot be read
     */
    public static TensorFile read(Path file) throws IOException {
        return read(file, false);
    }

    /**
     * Reads a file that {@link #write} wrote: like {@link #read}, but a file without a checksum is refused.
     *
     * @throws CorruptFileException if the content differs in any bit from what was written
     * @throws IOException if the file cannot be read
     */
    public static TensorFile readVerified(Path file) throws IOException {
        return read(file, true);
    }

    private static TensorFile read(Path file, boolean requireChecksum) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new SafetensorsReader(channel, file.toString()).read(requireChecksum);
        }
    }
}
