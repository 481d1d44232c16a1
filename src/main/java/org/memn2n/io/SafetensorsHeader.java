package org.memn2n.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.memn2n.tensor.Shape;

/**
 * The header of a safetensors file.
 *
 * @param entries the tensors in the order of the header
 * @param metadata the text under {@code __metadata__}, with the checksum; empty if there is none
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    static final String DTYPE = "F32";
    static final int MAX_BYTES = 16 << 20;
    static final int MAX_NAME_CHARACTERS = 4096;
    static final int MAX_RANK = 64;

    private static final int ALIGNMENT = 8;
    private static final Comparator<Entry> BY_OFFSET =
            Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end);

    /**
     * Where one tensor is.
     *
     * @param name the name of the tensor
     * @param shape its extents
     * @param begin its first byte, counted from the end of the header
     * @param end one past its last byte
     */
    record Entry(String name, Shape shape, long begin, long end) {}

    /**
     * The tensors in the order of their bytes, after checking that these fill the data exactly.
     *
     * @param dataLength the number of bytes after the header
     * @throws CorruptFileException if a tensor has too many or too few bytes for its shape, or if there are
     *     gaps, overlaps or bytes that belong to no tensor
     */
    List<Entry> layout(long dataLength, String place) throws CorruptFileException {
        List<Entry> ordered = entries.stream().sorted(BY_OFFSET).toList();
        long position = 0;
        for (Entry entry : ordered) {
            String range = "the data_offsets [" + entry.begin() + ", " + entry.end() + "] of tensor "
                    + Quoting.quote(entry.name());
            if (entry.begin() > entry.end()) {
                throw new CorruptFileException(place, range, "a begin that is not after the end", Safetensors.REMEDY);
            }
            long bytes = (long) Float.BYTES * entry.shape().size();
            if (entry.end() - entry.begin() != bytes) {
                String expected = bytes + " bytes for the shape " + entry.shape() + " of " + DTYPE;
                throw new CorruptFileException(place, range, expected, Safetensors.REMEDY);
            }
            if (entry.begin() != position) {
                String expected = "a begin of " + position + ", where the tensor before it ends";
                throw new CorruptFileException(place, range, expected, Safetensors.REMEDY);
            }
            position = entry.end();
        }
        if (position != dataLength) {
            throw new CorruptFileException(
                    place,
                    dataLength + " bytes after the header",
                    position + " bytes, where the last tensor ends",
                    Safetensors.REMEDY);
        }
        return ordered;
    }

    /**
     * The bytes of this header, padded with spaces so that the data begin at a multiple of 8 in the file.
     *
     * @throws IllegalArgumentException if a text is not valid Unicode
     */
    byte[] encode() {
        byte[] json = Utf8.encode(toJson());
        byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart(METADATA);
            for (Map.Entry<String, String> line : metadata.entrySet()) {
                json.writeStringField(line.getKey(), line.getValue());
            }
            json.writeEndObject();
            for (Entry entry : entries) {
                json.writeObjectFieldStart(entry.name());
                json.writeStringField("dtype", DTYPE);
                json.writeFieldName("shape");
                json.writeArray(entry.shape().extents(), 0, entry.shape().rank());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException memoryHasNone) {
            throw new UncheckedIOException(memoryHasNone);
        }
        return text.toString();
    }
}
