package org.memn2n.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.regex.Pattern;

/** The errors of the JSON library in words for the user of a file. */
final class JsonErrors {
    private static final int LONGEST = 300;

    /** The end of a message that tells a programmer which feature to change or repeats the location. */
    private static final Pattern ADVICE =
            Pattern.compile("\\s*(\\(start marker|[;:(][^;:(]*Feature).*", Pattern.DOTALL);

    private JsonErrors() {}

    /** What is wrong, in one line of bounded length, without the place. */
    static String message(JsonProcessingException error) {
        String message = ADVICE.matcher(error.getOriginalMessage()).replaceFirst("");
        return Quoting.printable(Quoting.shorten(message, LONGEST));
    }

    /** What is wrong, with the path inside the JSON where it is known, such as {@code $.layers[2].width}. */
    static String found(JsonProcessingException error) {
        String message = error instanceof UnrecognizedPropertyException unknown
                ? "the unknown property " + Quoting.quote(unknown.getPropertyName())
                : message(error);
        if (!(error instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()) {
            return message;
        }
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            String name = step.getFieldName();
            path.append(name == null ? "[" + step.getIndex() + "]" : "." + name);
        }
        return message + " at $" + Quoting.printable(Quoting.shorten(path.toString(), LONGEST));
    }

    /** What should be there to make a value of this type. */
    static String expected(JsonProcessingException error, Class<?> type) {
        if (error instanceof UnrecognizedPropertyException unknown && unknown.getKnownPropertyIds() != null) {
            return "only the properties " + unknown.getKnownPropertyIds();
        }
        return "a JSON text for " + type.getSimpleName();
    }
}
