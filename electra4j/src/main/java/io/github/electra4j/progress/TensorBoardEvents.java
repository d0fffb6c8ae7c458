package io.github.electra4j.progress;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The same figures as in {@link MetricsLog}, for TensorBoard: {@code tensorboard --logdir RUN}.
 *
 * <p>An event file is a TFRecord file of {@code tensorflow.Event} messages. Every opening starts a file of its own, because
 * the last one may end in a torn record, and a resumed run begins it with a session start: TensorBoard then forgets what
 * earlier files hold from that step on.
 *
 * <p>A figure {@code loss} of kind {@code train} has the tag {@code train/loss}; events in words are texts under the tag
 * {@code events}. Thread-safe.
 */
public final class TensorBoardEvents implements Closeable {
    private static final String PREFIX = "events.out.tfevents.";
    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d+)\\.electra4j\\.(\\d+)");

    // Field numbers of tensorflow/core/util/event.proto and framework/summary.proto, tensor.proto.
    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;
    private static final int SESSION_STATUS = 1;
    private static final int STATUS_START = 1;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;
    private static final int VALUE_TENSOR = 8;
    private static final int VALUE_METADATA = 9;
    private static final int METADATA_PLUGIN = 1;
    private static final int PLUGIN_NAME = 1;
    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_SHAPE = 2;
    private static final int TENSOR_STRING = 8;
    private static final int TYPE_STRING = 7;

    private final OutputStream out;
    private final InstantSource clock;

    private TensorBoardEvents(OutputStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * Starts an event file.
     *
     * @param directory where event files go; made if missing
     * @param lastStep the step of the checkpoint that the run goes on from; -1 to start anew
     */
    public static TensorBoardEvents open(Path directory, long lastStep) throws IOException {
        return open(directory, lastStep, Clock.systemUTC());
    }

    static TensorBoardEvents open(Path directory, long lastStep, InstantSource clock) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(nextName(directory, clock.instant()));
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        TensorBoardEvents events = new TensorBoardEvents(out, clock);
        events.write(events.event().text(EVENT_FILE_VERSION, "brain.Event:2"));
        // TensorBoard forgets all steps from that of the session start on.
        events.write(events.event(lastStep + 1)
                .message(EVENT_SESSION_LOG, new ProtoMessage().varint(SESSION_STATUS, STATUS_START)));
        return events;
    }

    /**
     * Writes figures.
     *
     * @param kind {@code train}, {@code eval} or a kind of the caller's; the first part of the tag
     * @param step the optimiser step after which they were measured
     * @param values the figures by name; TensorBoard keeps them as 32-bit floats
     */
    public void log(String kind, long step, Map<String, Double> values) throws IOException {
        ProtoMessage summary = new ProtoMessage();
        for (Map.Entry<String, Double> value : new TreeMap<>(values).entrySet()) {
            summary.message(
                    SUMMARY_VALUE,
                    new ProtoMessage()
                            .text(VALUE_TAG, kind + "/" + value.getKey())
                            .fixed32(VALUE_SIMPLE, value.getValue().floatValue()));
        }
        write(event(step).message(EVENT_SUMMARY, summary));
    }

    /** Writes down in words that something happened; TensorBoard shows it in its text tab. */
    public void event(long step, String text) throws IOException {
        ProtoMessage tensor = new ProtoMessage()
                .varint(TENSOR_TYPE, TYPE_STRING)
                .message(TENSOR_SHAPE, new ProtoMessage()) // a scalar
                .text(TENSOR_STRING, text);
        ProtoMessage metadata =
                new ProtoMessage().message(METADATA_PLUGIN, new ProtoMessage().text(PLUGIN_NAME, "text"));
        ProtoMessage value = new ProtoMessage()
                .text(VALUE_TAG, "events")
                .message(VALUE_TENSOR, tensor)
                .message(VALUE_METADATA, metadata);
        write(event(step).message(EVENT_SUMMARY, new ProtoMessage().message(SUMMARY_VALUE, value)));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private ProtoMessage event() {
        Instant now = clock.instant();
        return new ProtoMessage().fixed64(EVENT_WALL_TIME, now.getEpochSecond() + now.getNano() / 1e9);
    }

    private ProtoMessage event(long step) {
        return event().varint(EVENT_STEP, step);
    }

    private void write(ProtoMessage event) throws IOException {
        byte[] record = record(event.toByteArray());
        synchronized (out) {
            out.write(record);
            out.flush();
        }
    }

    /** Frames data as TFRecord does: its length, that length's checksum, the data, the data's checksum. */
    static byte[] record(byte[] data) {
        ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedChecksum(record.array(), 8));
        record.put(data);
        record.putInt(maskedChecksum(data, data.length));
        return record.array();
    }

    /**
     * CRC-32C, rotated and shifted as TFRecord wants it, so that a checksum over data that holds checksums stays sound.
     */
    static int maskedChecksum(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    /**
     * A name after all that are there: TensorBoard reads the files of a directory in the order of their names, and the
     * clock may have been set back, or the run resumed within the same second.
     */
    private static String nextName(Path directory, Instant now) throws IOException {
        long seconds = now.getEpochSecond();
        long number = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    seconds = Math.max(seconds, Long.parseLong(name.group(1)));
                    number = Math.max(number, Long.parseLong(name.group(2)) + 1);
                }
            }
        }
        return String.format(Locale.ROOT, "%s%010d.electra4j.%05d", PREFIX, seconds, number);
    }
}
