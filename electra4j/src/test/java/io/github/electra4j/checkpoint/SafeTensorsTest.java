package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
    /**
     * Made with Python's safetensors 0.8.0, {@code safetensors.torch.save(t, {"format": "pt"}).hex()}, of z: int64 [1, -2]; d:
     * float64 0.1; b.weight: float32 [[1.5, -2], [0, 3.25]]; empty: float32 of shape (0, 3); bf: bfloat16 [1, -3]; a: float16
     * [1, -0.5, 65504, 2^-24]; m: bool [true, false].
     */
    static final String GOLDEN =
            "b8010000000000007b225f5f6d657461646174615f5f223a7b22666f726d6174223a227074227d2c227a223a7b226474797065"
                    + "223a22493634222c227368617065223a5b325d2c22646174615f6f666673657473223a5b302c31365d7d2c2264223a7b"
                    + "226474797065223a22463634222c227368617065223a5b5d2c22646174615f6f666673657473223a5b31362c32345d7d"
                    + "2c22622e776569676874223a7b226474797065223a22463332222c227368617065223a5b322c325d2c22646174615f6f"
                    + "666673657473223a5b32342c34305d7d2c22656d707479223a7b226474797065223a22463332222c227368617065223a"
                    + "5b302c335d2c22646174615f6f666673657473223a5b34302c34305d7d2c226266223a7b226474797065223a22424631"
                    + "36222c227368617065223a5b325d2c22646174615f6f666673657473223a5b34302c34345d7d2c2261223a7b22647479"
                    + "7065223a22463136222c227368617065223a5b345d2c22646174615f6f666673657473223a5b34342c35325d7d2c226d"
                    + "223a7b226474797065223a22424f4f4c222c227368617065223a5b325d2c22646174615f6f666673657473223a5b3532"
                    + "2c35345d7d7d202020202020200100000000000000feffffffffffffff9a9999999999b93f0000c03f000000c0000000"
                    + "0000005040803f40c0003c00b8ff7b01000100";

    @TempDir
    Path folder;

    @Test
    void write_sameTensorsAsPython_givesTheSameBytes() throws IOException {
        Path file = folder.resolve("model.safetensors");

        SafeTensors.write(
                file,
                List.of(
                        NamedTensor.ofFloats("b.weight", new long[] {2, 2}, new float[] {1.5f, -2, 0, 3.25f}),
                        new NamedTensor("a", DType.F16, new long[] {4}, bytes("003c00b8ff7b0100")),
                        new NamedTensor("z", DType.I64, new long[] {2}, bytes("0100000000000000feffffffffffffff")),
                        new NamedTensor("bf", DType.BF16, new long[] {2}, bytes("803f40c0")),
                        new NamedTensor("d", DType.F64, new long[0], bytes("9a9999999999b93f")),
                        NamedTensor.ofFloats("empty", new long[] {0, 3}, new float[0]),
                        new NamedTensor("m", DType.BOOL, new long[] {2}, bytes("0100"))),
                Map.of("format", "pt"));

        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(GOLDEN);
    }

    @Test
    void open_fileOfPython_readsEveryTensor() throws IOException {
        Path file =
                Files.write(folder.resolve("model.safetensors"), HexFormat.of().parseHex(GOLDEN));

        try (SafeTensors tensors = SafeTensors.open(file)) {
            assertThat(tensors.names()).containsExactly("z", "d", "b.weight", "empty", "bf", "a", "m");
            assertThat(tensors.metadata()).containsExactly(Map.entry("format", "pt"));
            assertThat(tensors.shape("b.weight")).containsExactly(2, 2);
            assertThat(tensors.shape("empty")).containsExactly(0, 3);
            assertThat(tensors.dtype("bf")).isEqualTo(DType.BF16);
            assertThat(tensors.floats("b.weight")).containsExactly(1.5f, -2, 0, 3.25f);
            assertThat(tensors.floats("a")).containsExactly(1, -0.5f, 65504, 0x1.0p-24f);
            assertThat(tensors.floats("bf")).containsExactly(1, -3);
            assertThat(tensors.floats("d")).containsExactly(0.1f);
            assertThat(tensors.floats("empty")).isEmpty();
            assertThat(tensors.bytes("z").asLongBuffer().get(1)).isEqualTo(-2);
        }
    }

    @Test
    void bytes_afterClose_stayReadable() throws IOException {
        Path file =
                Files.write(folder.resolve("model.safetensors"), HexFormat.of().parseHex(GOLDEN));
        ByteBuffer mapped;
        try (SafeTensors tensors = SafeTensors.open(file)) {
            mapped = tensors.bytes("b.weight");
        }

        assertThat(mapped.getFloat(0)).isEqualTo(1.5f);
    }

    @Test
    void halfToFloat_everyPattern_isTheValueByDefinition() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double magnitude = exponent == 0
                    ? fraction * Math.pow(2, -24)
                    : exponent == 31
                            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                            : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
            double expected = bits < 1 << 15 ? magnitude : -magnitude;

            assertThat(Double.valueOf(SafeTensors.halfToFloat((short) bits))).isEqualTo(Double.valueOf(expected));
        }
    }

    @Test
    void write_nameThatStandsTwice_isRefused() {
        NamedTensor tensor = NamedTensor.ofFloats("w", new long[] {1}, new float[1]);

        assertThatThrownBy(() -> SafeTensors.write(folder.resolve("f"), List.of(tensor, tensor), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"w\" stands twice");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void namedTensor_dataOfAnotherLength_isRefused() {
        assertThatThrownBy(() -> NamedTensor.ofFloats("w", new long[] {2, 3}, new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor \"w\": 20 bytes of data, but F32 [2, 3] needs 24");
    }

    @Test
    void floats_ofAnUnknownName_saysSo() throws IOException {
        Path file =
                Files.write(folder.resolve("model.safetensors"), HexFormat.of().parseHex(GOLDEN));
        try (SafeTensors tensors = SafeTensors.open(file)) {
            assertThatThrownBy(() -> tensors.floats("c"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("model.safetensors: no tensor \"c\"");
            assertThatThrownBy(() -> tensors.floats("z"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tensor \"z\" is I64, expected F32, F16, BF16 or F64");
        }
    }

    /** Each header stands before 8 bytes of data. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                  | tensor "a": data_offsets [0, 8] hold 8 bytes, but F32 [3] needs 12
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}                 | tensor "a": data_offsets [0, 16] reach beyond the file's 8 bytes
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                  | 8 bytes of data, but the tensors end at byte 4
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                  | tensor "a": data_offsets [4, 8] leave a gap after byte 0
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                  | tensor "a": data_offsets [8, 0], expected [begin, end]
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}                    | tensor "a": data_offsets [0], expected [begin, end]
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8.0]}}                | tensor "a": data_offsets[1] is 8.0, expected a whole number
            {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                 | tensor "a": shape[0] is -2, expected a whole number
            {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}} | tensor "a": shape[0] is 99999999999999999999
            {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}} | needs more than 2^63
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | tensor "b": data_offsets [0, 8] overlap
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | the name "a" stands twice
            {"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}              | tensor "a": dtype F8_E4M3, expected one of BOOL
            {"a":{"shape":[8],"data_offsets":[0,8]}}                                | tensor "a": dtype null
            {"a":[1]}                                                               | tensor "a": found a list
            {"__metadata__":{"k":1}}                                                | __metadata__ "k" is 1, expected a string
            [1]                                                                     | expected a JSON object, found a list
            {"a":                                                                   | not valid JSON
            """)
    void open_damagedHeader_namesFileAndTensor(String header, String message) throws IOException {
        Path file = file(header, 8);

        assertThatThrownBy(() -> SafeTensors.open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged.safetensors: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"-1, 18446744073709551615", "9223372036854775807, 9223372036854775807", "9, 9", "100, 100"})
    void open_absurdHeaderLength_isRefusedWithoutReadingIt(long length, String shown) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Path file = Files.write(folder.resolve("damaged.safetensors"), bytes.array());

        assertThatThrownBy(() -> SafeTensors.open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header length " + shown + " in a file of 16 bytes, expected at most 8");
    }

    @Test
    void open_fileOfFewerThanEightBytes_isRefused() throws IOException {
        Path file = Files.write(folder.resolve("short.safetensors"), new byte[3]);

        assertThatThrownBy(() -> SafeTensors.open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("short.safetensors: 3 bytes");
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        return Files.write(folder.resolve("damaged.safetensors"), bytes.array());
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
