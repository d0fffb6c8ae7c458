package io.github.electra4j.progress;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One message in protobuf's wire format, written field by field in the order of the calls.
 *
 * <p>A field is a key, {@code number << 3 | wire type}, and its value: a varint (0), eight bytes (1), a length and so many
 * bytes (2), or four bytes (5); fixed numbers are little-endian.
 */
final class ProtoMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A field of type int32, int64, uint64, bool or enum. */
    ProtoMessage varint(int field, long value) {
        key(field, 0);
        raw(value);
        return this;
    }

    /** A field of type double. */
    ProtoMessage fixed64(int field, double value) {
        key(field, 1);
        little(Double.doubleToLongBits(value), 8);
        return this;
    }

    /** A field of type float. */
    ProtoMessage fixed32(int field, float value) {
        key(field, 5);
        little(Float.floatToIntBits(value), 4);
        return this;
    }

    /** A field of type string, or bytes that hold UTF-8. */
    ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field that is a message itself. */
    ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.toByteArray());
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private ProtoMessage bytes(int field, byte[] value) {
        key(field, 2);
        raw(value.length);
        bytes.writeBytes(value);
        return this;
    }

    private void key(int field, int wireType) {
        raw(((long) field << 3) | wireType);
    }

    private void raw(long value) {
        while ((value & ~0x7fL) != 0) {
            bytes.write((int) ((value & 0x7f) | 0x80));
            value >>>= 7;
        }
        bytes.write((int) value);
    }

    private void little(long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes.write((int) (value >>> (8 * i)));
        }
    }
}
