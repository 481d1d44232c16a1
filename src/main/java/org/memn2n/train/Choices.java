package org.memn2n.train;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Compares what was chosen for two trainings. */
final class Choices {
    private Choices() {}

    /** The choices in which two records of one type differ, such as {@code seed 1, here 2}; records within them one by one. */
    static List<String> differing(Record there, Record here) {
        List<String> differing = new ArrayList<>();
        for (RecordComponent component : there.getClass().getRecordComponents()) {
            Object one = value(component, there);
            Object other = value(component, here);
            if (one instanceof Record inner && other instanceof Record otherInner) {
                differing.addAll(differing(inner, otherInner));
            } else if (!Objects.equals(one, other)) {
                differing.add(component.getName() + " " + one + ", here " + other);
            }
        }
        return differing;
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e); // accessors of a record are public
        }
    }
}
