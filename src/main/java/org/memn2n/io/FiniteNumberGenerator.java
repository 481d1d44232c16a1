package org.memn2n.io;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/** Refuses NaN and the infinities, for which JSON has no numbers. */
final class FiniteNumberGenerator extends JsonGeneratorDelegate {
    FiniteNumberGenerator(JsonGenerator target) {
        super(target, false);
    }

    @Override
    public void writeNumber(double value) throws IOException {
        requireFinite(value);
        super.writeNumber(value);
    }

    @Override
    public void writeNumber(float value) throws IOException {
        requireFinite(value);
        super.writeNumber(value);
    }

    @Override
    public void writeArray(double[] values, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            requireFinite(values[i]);
        }
        super.writeArray(values, offset, length);
    }

    private void requireFinite(double value) throws JsonGenerationException {
        if (!Double.isFinite(value)) {
            throw new JsonGenerationException("the number " + value + " is not finite", this);
        }
    }
}
