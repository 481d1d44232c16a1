package org.memn2n.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.memn2n.io.SafetensorsHeader.Entry;
import org.memn2n.tensor.Shape;

/** Reads the JSON of a safetensors header token by token: nothing is built that was not checked. */
final class SafetensorsHeaderParser implements AutoCloseable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(SafetensorsHeader.MAX_BYTES)
                    .maxNameLength(SafetensorsHeader.MAX_NAME_CHARACTERS)
                    .maxNumberLength(Long.toString(Long.MAX_VALUE).length())
                    .build())
            // Interned names would outlive the parser, and the names are not ours.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final String FIELDS = "dtype, shape and data_offsets";

    private final String place;
    private final JsonParser json;

    private SafetensorsHeaderParser(String text, String place) throws IOException {
        this.place = place;
        this.json = FACTORY.createParser(text);
    }

    /**
     * The header in these bytes, padding included.
     *
     * @throws CorruptFileException if they are not a header; whether the offsets fit the file is not
     *     checked here but in {@link SafetensorsHeader#layout}
     */
    static SafetensorsHeader parse(byte[] bytes, String place) throws IOException {
        String text = Utf8.decode(bytes, place);
        int end = text.lastIndexOf('}') + 1;
        if (!text.startsWith("{") || end == 0) {
            throw new CorruptFileException(
                    place, "a header without braces", "a JSON object from '{' to '}'", Safetensors.REMEDY);
        }
        if (!text.substring(end).chars().allMatch(character -> character == ' ')) {
            throw new CorruptFileException(
                    place, "text after the last '}' of the header", "only spaces as padding", Safetensors.REMEDY);
        }
        try (SafetensorsHeaderParser parser = new SafetensorsHeaderParser(text.substring(0, end), place)) {
            return parser.header();
        } catch (JsonProcessingException e) {
            String found = "a header that is not JSON: " + JsonErrors.message(e);
            throw new CorruptFileException(place, found, "a JSON object", Safetensors.REMEDY, e);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    private SafetensorsHeader header() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        require(JsonToken.START_OBJECT, "the header");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = unicode(json.currentName());
            if (!names.add(name)) {
                throw corrupt("the name " + Quoting.quote(name) + " twice", "each name once");
            }
            if (name.equals(SafetensorsHeader.METADATA)) {
                readMetadata(metadata);
            } else {
                entries.add(entry(name));
            }
        }
        if (json.nextToken() != null) {
            throw corrupt("more JSON after the header's object", "one object");
        }
        return new SafetensorsHeader(entries, metadata);
    }

    private void readMetadata(Map<String, String> metadata) throws IOException {
        require(JsonToken.START_OBJECT, SafetensorsHeader.METADATA);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = unicode(json.currentName());
            require(JsonToken.VALUE_STRING, "the metadata " + Quoting.quote(key));
            if (metadata.put(key, unicode(json.getText())) != null) {
                throw corrupt("the metadata key " + Quoting.quote(key) + " twice", "each key once");
            }
        }
    }

    private Entry entry(String name) throws IOException {
        String tensor = "tensor " + Quoting.quote(name);
        Set<String> fields = new HashSet<>();
        Shape shape = Shape.of();
        long[] offsets = {};
        require(JsonToken.START_OBJECT, tensor);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            if (!fields.add(field)) {
                throw corrupt("the field " + Quoting.quote(field) + " twice in " + tensor, "each field once");
            }
            switch (field) {
                case "dtype" -> requireFloat(tensor);
                case "shape" -> shape = shape(tensor);
                case "data_offsets" -> offsets = integers("the data_offsets of " + tensor, 2);
                default -> throw corrupt("the field " + Quoting.quote(field) + " in " + tensor, FIELDS);
            }
        }
        if (fields.size() != 3) {
            throw corrupt("only the fields " + fields + " in " + tensor, FIELDS);
        }
        if (offsets.length != 2) {
            throw corrupt(offsets.length + " data_offsets of " + tensor, "two, begin and end");
        }
        return new Entry(name, shape, offsets[0], offsets[1]);
    }

    private void requireFloat(String tensor) throws IOException {
        require(JsonToken.VALUE_STRING, "the dtype of " + tensor);
        String dtype = json.getText();
        if (!dtype.equals(SafetensorsHeader.DTYPE)) {
            throw new CorruptFileException(
                    place,
                    "the dtype " + Quoting.quote(dtype) + " of " + tensor + ", which is not supported",
                    SafetensorsHeader.DTYPE,
                    "convert the tensor to 32-bit floats with the tool that wrote it");
        }
    }

    private Shape shape(String tensor) throws IOException {
        long[] extents = integers("the shape of " + tensor, SafetensorsHeader.MAX_RANK);
        try {
            return Shape.of(Arrays.stream(extents).mapToInt(Math::toIntExact).toArray());
        } catch (IllegalArgumentException | ArithmeticException e) {
            String found = "the shape " + Arrays.toString(extents) + " of " + tensor;
            String expected = "at most " + Integer.MAX_VALUE + " elements";
            throw new CorruptFileException(place, found, expected, Safetensors.REMEDY, e);
        }
    }

    /** A list of at most {@code limit} integers that are not negative. */
    private long[] integers(String what, int limit) throws IOException {
        require(JsonToken.START_ARRAY, what);
        long[] values = new long[limit];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == limit) {
                throw corrupt("more than " + limit + " numbers in " + what, "at most " + limit);
            }
            boolean fits = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                    && !json.getText().startsWith("-");
            if (!fits) {
                String found = String.valueOf(json.getText());
                throw corrupt(Quoting.quote(found) + " in " + what, "an integer from 0 to " + Long.MAX_VALUE);
            }
            values[count++] = json.getLongValue();
        }
        return Arrays.copyOf(values, count);
    }

    private void require(JsonToken expected, String what) throws IOException {
        JsonToken found = json.nextToken();
        if (found != expected) {
            throw corrupt(found + " as " + what, expected.toString());
        }
    }

    private String unicode(String text) throws CorruptFileException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw corrupt("half of a surrogate pair in " + Quoting.quote(text), "valid Unicode");
        }
        return text;
    }

    private CorruptFileException corrupt(String found, String expected) {
        return new CorruptFileException(place, found, expected, Safetensors.REMEDY);
    }
}
