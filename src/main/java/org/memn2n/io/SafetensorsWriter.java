package org.memn2n.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.memn2n.io.SafetensorsHeader.Entry;
import org.memn2n.tensor.HostTensor;

/** Writes one safetensors file; the promises are in {@link Safetensors}. */
final class SafetensorsWriter {
    /** How many floats are converted at a time, by the reader too. */
    static final int CHUNK_FLOATS = 1 << 14;

    /** The checksum comes first in the header, so its digits are at the same place in every file. */
    private static final int DIGITS_POSITION =
            Long.BYTES + ("{\"" + SafetensorsHeader.METADATA + "\":{\"" + Checksum.KEY + "\":\"").length();

    private final FileChannel channel;
    private final MessageDigest digest = Checksum.start();
    private final ByteBuffer chunk =
            ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private SafetensorsWriter(FileChannel channel) {
        this.channel = channel;
    }

    static void write(Path file, TensorFile content) throws IOException {
        byte[] header = header(content);
        AtomicFiles.write(file, channel -> new SafetensorsWriter(channel).writeAll(header, content));
    }

    private static byte[] header(TensorFile content) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(Checksum.KEY, Checksum.PLACEHOLDER);
        metadata.putAll(content.metadata());
        List<Entry> entries = new ArrayList<>();
        long position = 0;
        for (Map.Entry<String, HostTensor> tensor : content.tensors().entrySet()) {
            HostTensor value = tensor.getValue();
            long end = position + (long) Float.BYTES * value.values().length;
            entries.add(new Entry(tensor.getKey(), value.shape(), position, end));
            position = end;
        }
        byte[] header = new SafetensorsHeader(entries, metadata).encode();
        requireReadable(header);
        return header;
    }

    /** The reader's own limits decide, so nothing is saved that cannot be loaded. */
    private static void requireReadable(byte[] header) throws IOException {
        if (header.length > SafetensorsHeader.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the header would have " + header.length + " bytes, more than the limit of "
                            + SafetensorsHeader.MAX_BYTES + "; save fewer tensors or less metadata");
        }
        try {
            SafetensorsHeaderParser.parse(header, "the header to be written");
        } catch (CorruptFileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void writeAll(byte[] header, TensorFile content) throws IOException {
        put(chunk.clear().putLong(header.length).flip());
        put(ByteBuffer.wrap(header));
        for (Map.Entry<String, HostTensor> tensor : content.tensors().entrySet()) {
            writeValues(tensor.getKey(), tensor.getValue().values());
        }
        // The digest has seen the placeholder; the digits take its place only in the file.
        channel.position(DIGITS_POSITION);
        writeFully(ByteBuffer.wrap(Checksum.digits(digest).getBytes(StandardCharsets.US_ASCII)));
    }

    private void writeValues(String tensor, float[] values) throws IOException {
        int done = 0;
        while (done < values.length) {
            int count = Math.min(CHUNK_FLOATS, values.length - done);
            chunk.clear();
            for (int i = done; i < done + count; i++) {
                float value = values[i];
                if (!Float.isFinite(value)) {
                    throw new NonFiniteValueException(tensor, i, value);
                }
                chunk.putFloat(value);
            }
            put(chunk.flip());
            done += count;
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        digest.update(bytes.duplicate());
        writeFully(bytes);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
