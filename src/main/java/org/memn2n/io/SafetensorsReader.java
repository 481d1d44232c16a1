package org.memn2n.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.memn2n.io.SafetensorsHeader.Entry;
import org.memn2n.tensor.HostTensor;

/** Reads one safetensors file; the promises are in {@link Safetensors}. */
final class SafetensorsReader {
    private final SeekableByteChannel channel;
    private final String place;
    private final MessageDigest digest = Checksum.start();
    private final ByteBuffer chunk =
            ByteBuffer.allocate(SafetensorsWriter.CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * A reader for one reading.
     *
     * @param channel the file, at its start; stays open
     * @param place the name of the file, for messages
     */
    SafetensorsReader(SeekableByteChannel channel, String place) {
        this.channel = channel;
        this.place = place;
    }

    TensorFile read(boolean requireChecksum) throws IOException {
        byte[] bytes = readHeader();
        SafetensorsHeader header = SafetensorsHeaderParser.parse(bytes, place);
        List<Entry> layout = header.layout(channel.size() - channel.position(), place);

        Map<String, String> metadata = new LinkedHashMap<>(header.metadata());
        String checksum = metadata.remove(Checksum.KEY);
        if (checksum == null && requireChecksum) {
            throw corrupt("no metadata key \"" + Checksum.KEY + "\"", "the checksum of the file");
        }
        digest.update(checksum == null ? bytes : Checksum.withoutDigits(bytes, checksum, place));
        Map<String, HostTensor> byName = new HashMap<>();
        for (Entry entry : layout) {
            byName.put(entry.name(), readTensor(entry));
        }
        verify(checksum);

        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        for (Entry entry : header.entries()) {
            tensors.put(entry.name(), byName.get(entry.name()));
        }
        return new TensorFile(tensors, metadata);
    }

    private byte[] readHeader() throws IOException {
        long available = channel.size() - Long.BYTES;
        if (available < 0) {
            throw corrupt(channel.size() + " bytes", "at least 8 for the length of the header");
        }
        ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(prefix);
        long length = prefix.getLong(0);
        if (Long.compareUnsigned(length, Math.min(available, SafetensorsHeader.MAX_BYTES)) > 0) {
            throw corrupt(
                    "a header length of " + Long.toUnsignedString(length),
                    "at most " + SafetensorsHeader.MAX_BYTES + " and no more than the " + available
                            + " bytes that follow it");
        }
        digest.update(prefix.array());
        ByteBuffer header = ByteBuffer.allocate((int) length);
        fill(header);
        return header.array();
    }

    private HostTensor readTensor(Entry entry) throws IOException {
        float[] values = new float[entry.shape().size()];
        int done = 0;
        while (done < values.length) {
            int count = Math.min(SafetensorsWriter.CHUNK_FLOATS, values.length - done);
            chunk.clear().limit(count * Float.BYTES);
            fill(chunk);
            digest.update(chunk.array(), 0, count * Float.BYTES);
            chunk.asFloatBuffer().get(values, done, count);
            done += count;
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw corrupt(
                        values[i] + " at index " + i + " of tensor " + Quoting.quote(entry.name()),
                        "only finite values");
            }
        }
        return new HostTensor(entry.shape(), values);
    }

    /** Fills the buffer up to its limit and rewinds it. */
    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw corrupt("the end of the file at byte " + channel.position(), "more bytes; it was cut meanwhile");
            }
        }
        buffer.flip();
    }

    private void verify(@Nullable String checksum) throws CorruptFileException {
        if (checksum != null) {
            String actual = Checksum.digits(digest);
            if (!actual.equals(checksum)) {
                throw corrupt("content with the checksum " + actual, "the checksum " + checksum + " it was saved with");
            }
        }
    }

    private CorruptFileException corrupt(String found, String expected) {
        return new CorruptFileException(place, found, expected, Safetensors.REMEDY);
    }
}
