package org.memn2n.io;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Records as JSON, strictly.
 *
 * <p>A text must hold each component of the record once and nothing else, with the right kind of value:
 * no unknown or repeated property, no text for a number, no fraction for an integer, no number that is not
 * finite, nothing after the end. {@code null} is refused unless the component carries
 * {@code @JsonSetter(nulls = Nulls.SET)}. Class names are never taken from a text. At most 16 MiB, 64
 * levels deep.
 *
 * <p>Components are written in the order of the record, map entries in the order of their keys, so equal
 * records give equal bytes.
 */
public final class Json {
    /** The longest text that is read, in bytes of a file or in characters of a string. */
    public static final int MAX_LENGTH = 16 << 20;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME_LENGTH = 1024;
    private static final int MAX_NUMBER_LENGTH = 64;

    private static final String REMEDY = "correct the text at this place, or write it anew";

    private static final ObjectMapper MAPPER = mapper();
    private static final ObjectWriter PRETTY = MAPPER.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private Json() {}

    /**
     * Reads a record from a UTF-8 file.
     *
     * @throws CorruptFileException with file, line, column and the path inside the JSON if the text is not
     *     such a record
     * @throws IOException if the file cannot be read
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        String text = Utf8.read(file, MAX_LENGTH);
        return parse(text, type, file.toString(), at -> file + ":" + at.getLineNr() + ":" + at.getColumnNr());
    }

    /**
     * Reads a record from one line of text.
     *
     * @param origin where the line is from, as {@code file:line}, for the message
     * @throws CorruptFileException with origin, column and the path inside the JSON if the text is not such
     *     a record
     */
    public static <T> T parse(String text, Class<T> type, String origin) throws CorruptFileException {
        return parse(text, type, origin, at -> origin + ":" + at.getColumnNr());
    }

    /**
     * Writes a record to a file, indented; an existing file is replaced in one step.
     *
     * @throws IllegalArgumentException if the value has no JSON form, as with a NaN in it
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Object value) throws IOException {
        AtomicFiles.write(file, Utf8.encode(text(PRETTY, value) + "\n"));
    }

    /**
     * A record on one line without a line end, for JSON Lines.
     *
     * @throws IllegalArgumentException if the value has no JSON form, as with a NaN in it
     */
    public static String line(Object value) {
        return text(MAPPER.writer(), value);
    }

    private static <T> T parse(String text, Class<T> type, String origin, Function<JsonLocation, String> placeOf)
            throws CorruptFileException {
        if (text.length() > MAX_LENGTH) {
            throw new CorruptFileException(
                    origin, text.length() + " characters", "at most " + MAX_LENGTH, "check that this is JSON");
        }
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new CorruptFileException(origin, "null", "a " + type.getSimpleName(), REMEDY);
            }
            // 1e999 and "NaN" are read as numbers that are not finite; writing the value again finds them anywhere.
            MAPPER.writeValue(Writer.nullWriter(), value);
            return value;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null || at.getLineNr() < 1 ? origin : placeOf.apply(at);
            throw new CorruptFileException(place, found(e), expected(e, type), REMEDY, e);
        } catch (IOException memoryHasNone) {
            throw new AssertionError(memoryHasNone);
        }
    }

    private static String text(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            String message = "cannot write a " + value.getClass().getSimpleName() + " as JSON: found " + found(e);
            throw new IllegalArgumentException(message, e);
        }
    }

    private static String found(JsonProcessingException error) {
        String message = Quoting.printable(error.getOriginalMessage());
        if (error instanceof UnrecognizedPropertyException unknown) {
            message = "the unknown property " + Quoting.quote(unknown.getPropertyName());
        }
        return message + path(error);
    }

    private static String expected(JsonProcessingException error, Class<?> type) {
        if (error instanceof UnrecognizedPropertyException unknown && unknown.getKnownPropertyIds() != null) {
            return "only the properties " + unknown.getKnownPropertyIds();
        }
        return "a JSON text for " + type.getSimpleName();
    }

    /** Where in the JSON, such as {@code at $.layers[2].width}; empty if that is not known. */
    private static String path(JsonProcessingException error) {
        if (!(error instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()) {
            return "";
        }
        StringBuilder path = new StringBuilder(" at $");
        for (JsonMappingException.Reference step : mapping.getPath()) {
            String name = step.getFieldName();
            path.append(name == null ? "[" + step.getIndex() + "]" : "." + Quoting.printable(name));
        }
        return path.toString();
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxDocumentLength(MAX_LENGTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .addDecorator((ignored, generator) -> new FiniteNumberGenerator(generator))
                .build();
        return JsonMapper.builder(factory)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(MapperFeature.BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES)
                // Only components are properties: a record may have methods called isX or getX.
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.AUTO_DETECT_IS_GETTERS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
                .build();
    }
}
