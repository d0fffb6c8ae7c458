package io.github.electra4j.serve.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import tools.jackson.databind.node.ArrayNode;

/** Vectors as responses hold them. */
public final class Vectors {
    private Vectors() {}

    /** The same at length 1; what is zero stays. */
    public static float[] normalized(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double norm = Math.sqrt(squares);
        float[] unit = vector.clone();
        for (int i = 0; i < unit.length && norm > 0; i++) {
            unit[i] = (float) (unit[i] / norm);
        }
        return unit;
    }

    /** Appends its numbers to a list. */
    public static void add(float[] vector, ArrayNode list) {
        for (float value : vector) {
            list.add(value);
        }
    }

    /** As float32, the least significant byte first. */
    public static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
