package io.github.electra4j.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The expected records come from TensorBoard 2.21.0: each {@code Event} below built with
 * {@code tensorboard.compat.proto.event_pb2}, serialised, and framed by
 * {@code tensorboard.summary.writer.record_writer.RecordWriter}.
 */
class TensorBoardEventsTest {
    /** Event(wall_time=1700000000.25, file_version="brain.Event:2"). */
    private static final String VERSION =
            "1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe9";

    /** Event(wall_time=1700000000.25, step=301, session_log=SessionLog(status=SessionLog.START)). */
    private static final String START_301 = "100000000000000095fbfe180900001040fc54d94110ad023a020801cb79b93b";

    /** Event(step=300) with train/disc_loss = nan and train/loss = 9.25 as simple_value. */
    private static final String FIGURES_300 =
            "39000000000000008b0737f10900001040fc54d94110ac022a2b0a160a0f747261696e2f646973635f6c6f7373"
                    + "150000c07f0a110a0a747261696e2f6c6f737315000014414d201b9b";

    /** Event(step=300), tag "events", plugin "text", a scalar DT_STRING tensor of "Größe". */
    private static final String TEXT_300 =
            "31000000000000009d8383e90900001040fc54d94110ac022a230a210a066576656e7473420d0807120042074772"
                    + "c3b6c39f654a080a060a0474657874d8ede0cf";

    @TempDir
    Path run;

    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_250L));

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.sorted().toList();
        }
    }

    private static String hex(Path file) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(file));
    }

    @Test
    void log_figures_sameBytesAsTensorBoardsWriter() throws IOException {
        try (TensorBoardEvents events = TensorBoardEvents.open(run, 300, clock)) {
            events.log("train", 300, Map.of("loss", 9.25, "disc_loss", Double.NaN));
            events.event(300, "Größe");
        }
        assertThat(hex(files().get(0))).isEqualTo(VERSION + START_301 + FIGURES_300 + TEXT_300);
    }

    @Test
    void open_again_newFileAfterTheOthersInOrder() throws IOException {
        TensorBoardEvents.open(run, -1, clock).close();
        TensorBoardEvents.open(run, 300, clock).close();
        TensorBoardEvents.open(run, 400, InstantSource.fixed(Instant.ofEpochSecond(1_600_000_000)))
                .close();
        assertThat(files().stream().map(file -> file.getFileName().toString()))
                .containsExactly(
                        "events.out.tfevents.1700000000.electra4j.00000",
                        "events.out.tfevents.1700000000.electra4j.00001",
                        "events.out.tfevents.1700000000.electra4j.00002");
        assertThat(hex(files().get(1))).isEqualTo(VERSION + START_301);
    }

    @Test
    void maskedChecksum_publishedVectors_unmaskedToCrc32c() {
        // RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
        assertThat(crc(new byte[32])).isEqualTo(0x8a9136aa);
        assertThat(crc("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
    }

    private static int crc(byte[] data) {
        int masked = TensorBoardEvents.maskedChecksum(data, data.length);
        return Integer.rotateLeft(masked - 0xa282ead8, 15);
    }

    @Test
    void varint_negativeAndLarge_asProtobufSays() {
        // google.protobuf: Int64Value(value=-1) and (value=300) serialise to these bytes.
        assertThat(HexFormat.of().formatHex(new ProtoMessage().varint(1, -1).toByteArray()))
                .isEqualTo("08ffffffffffffffffff01");
        assertThat(HexFormat.of().formatHex(new ProtoMessage().varint(1, 300).toByteArray()))
                .isEqualTo("08ac02");
    }
}
