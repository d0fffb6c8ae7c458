package io.github.electra4j.checkpoint;

import io.github.electra4j.json.JsonFault;
import io.github.electra4j.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON header of a safetensors file, checked in full: every byte after it belongs to exactly one tensor.
 *
 * @param metadata the file's free text entries
 * @param entries tensors by name, in the order of their bytes
 */
record SafeTensorsHeader(Map<String, String> metadata, Map<String, Entry> entries) {
    /** The longest header that the format's own reader accepts, in bytes. */
    static final long LONGEST = 100_000_000;

    /** One tensor; its bytes are [begin, end) after the header. */
    record Entry(String name, DType dtype, long[] shape, long begin, long end) {}

    /**
     * Parses and checks a header.
     *
     * @param json the header's bytes
     * @param dataBytes how many bytes follow the header in the file
     * @param source the file's name, for messages
     */
    static SafeTensorsHeader parse(byte[] json, long dataBytes, String source) {
        ObjectNode root = JsonText.parseObject(json, source + ": header");
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : root.properties()) {
            if (property.getKey().equals(NamedTensor.METADATA)) {
                readMetadata(property.getValue(), metadata, source);
            } else {
                entries.add(entry(property.getKey(), property.getValue(), source));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        checkCover(entries, dataBytes, source);
        Map<String, Entry> byName = new LinkedHashMap<>();
        entries.forEach(e -> byName.put(e.name(), e));
        return new SafeTensorsHeader(metadata, byName);
    }

    /** The header's bytes, padded with spaces to a multiple of 8 as the format asks. */
    static byte[] format(List<NamedTensor> tensorsInOrder, Map<String, String> metadata) {
        ObjectNode root = JsonText.object();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject(NamedTensor.METADATA);
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (NamedTensor tensor : tensorsInOrder) {
            ObjectNode node = root.putObject(tensor.name());
            node.put("dtype", tensor.dtype().name());
            ArrayNode shape = node.putArray("shape");
            for (long size : tensor.shape()) {
                shape.add(size);
            }
            long end = offset + tensor.data().remaining();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JsonText.compact(root).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void readMetadata(JsonNode node, Map<String, String> into, String source) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(source + ": " + NamedTensor.METADATA + " is " + JsonFault.shown(node)
                    + ", expected an object of strings");
        }
        for (Map.Entry<String, JsonNode> text : node.properties()) {
            if (!text.getValue().isString()) {
                throw new IllegalArgumentException(source + ": " + NamedTensor.METADATA + " \"" + text.getKey()
                        + "\" is " + JsonFault.shown(text.getValue()) + ", expected a string");
            }
            into.put(text.getKey(), text.getValue().stringValue());
        }
    }

    private static Entry entry(String name, JsonNode node, String source) {
        String where = source + ": tensor \"" + name + "\": ";
        if (!node.isObject()) {
            throw new IllegalArgumentException(where + "found " + JsonFault.shown(node)
                    + ", expected an object with dtype, shape and data_offsets");
        }
        DType dtype = dtype(node.get("dtype"), where);
        long[] shape = numbers(node.get("shape"), "shape", where);
        long[] offsets = numbers(node.get("data_offsets"), "data_offsets", where);
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new IllegalArgumentException(
                    where + "data_offsets " + Arrays.toString(offsets) + ", expected [begin, end] with begin <= end");
        }
        long expected = NamedTensor.byteLength(dtype, shape);
        if (expected != offsets[1] - offsets[0]) {
            throw new IllegalArgumentException(where + "data_offsets " + Arrays.toString(offsets) + " hold "
                    + (offsets[1] - offsets[0]) + " bytes, but " + dtype + " " + Arrays.toString(shape) + " needs "
                    + (expected < 0 ? "more than 2^63" : Long.toString(expected)));
        }
        return new Entry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static DType dtype(@Nullable JsonNode node, String where) {
        String name = node != null && node.isString() ? node.stringValue() : String.valueOf(node);
        return Arrays.stream(DType.values())
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        where + "dtype " + name + ", expected one of " + DType.supported()));
    }

    private static long[] numbers(@Nullable JsonNode node, String key, String where) {
        if (node == null || !node.isArray()) {
            throw new IllegalArgumentException(where + key + " is " + node + ", expected an array of whole numbers");
        }
        long[] numbers = new long[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = node.get(i);
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                throw new IllegalArgumentException(
                        where + key + "[" + i + "] is " + number + ", expected a whole number from 0 to 2^63 - 1");
            }
            numbers[i] = number.longValue();
        }
        return numbers;
    }

    private static void checkCover(List<Entry> byBegin, long dataBytes, String source) {
        long covered = 0;
        for (Entry entry : byBegin) {
            String where = source + ": tensor \"" + entry.name() + "\": data_offsets [" + entry.begin() + ", "
                    + entry.end() + "]";
            if (entry.begin() < covered) {
                throw new IllegalArgumentException(
                        where + " overlap the tensor before, which ends at " + covered + "; the file is damaged");
            }
            if (entry.begin() > covered) {
                throw new IllegalArgumentException(where + " leave a gap after byte " + covered
                        + ", where the tensor before ends; the file is damaged");
            }
            if (entry.end() > dataBytes) {
                throw new IllegalArgumentException(where + " reach beyond the file's " + dataBytes
                        + " bytes of data; the file is cut short or damaged");
            }
            covered = entry.end();
        }
        if (covered != dataBytes) {
            throw new IllegalArgumentException(source + ": " + dataBytes
                    + " bytes of data, but the tensors end at byte " + covered + "; the file is damaged");
        }
    }
}
