package org.memn2n.io;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Records as JSON, strictly.
 *
 * <p>A text must hold each component of the record once and nothing else, with the right kind of value:
 * no unknown or repeated property, no text for a number or the reverse, no fraction for an integer, no number that is not
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
     * The number or text at one place of a JSON file, whatever else it holds.
     *
     * @param pointer the place, such as {@code /made/version}
     * @return empty when nothing is there, or the text is no JSON
     * @throws IOException if the file cannot be read
     */
    public static String valueAt(Path file, String pointer) throws IOException {
        try {
            return MAPPER.readTree(Utf8.read(file, MAX_LENGTH)).at(pointer).asText();
        } catch (JsonProcessingException e) {
            return "";
        }
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
     * @throws IllegalArgumentException if the value has no JSON form, as with a NaN in it, or one
     *     that would be too long or too deep to be read
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Object value) throws IOException {
        byte[] text = Utf8.encode(text(PRETTY, value) + "\n");
        if (text.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    file + ": the JSON would have " + text.length + " bytes, more than the limit of " + MAX_LENGTH);
        }
        AtomicFiles.write(file, text);
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
        T value;
        try {
            value = MAPPER.readValue(text, type);
            // 1e999 and "NaN" are read as numbers that are not finite; writing the value again finds them anywhere.
            MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null || at.getLineNr() < 1 ? origin : placeOf.apply(at);
            throw new CorruptFileException(place, JsonErrors.found(e), JsonErrors.expected(e, type), REMEDY, e);
        }
        if (value == null) {
            throw new CorruptFileException(origin, "null", "a JSON text for " + type.getSimpleName(), REMEDY);
        }
        return value;
    }

    private static String text(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            String message =
                    "cannot write a " + value.getClass().getSimpleName() + " as JSON: found " + JsonErrors.found(e);
            throw new IllegalArgumentException(message, e);
        }
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
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
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
                // A record may have methods called isX; only components are properties.
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.AUTO_DETECT_IS_GETTERS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
                .build();
    }
}
