package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.electra4j.vocab.TokenizerOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeded mutations of sound files: each must be read, or refused with a message by an IllegalArgumentException or an
 * IOException; never anything else, and never memory for what a damaged length claims.
 */
@Timeout(60)
class DamagedFilesTest {
    private static final String[] FRAGMENTS = {
        "null", "-1", "1e999", "99999999999999999999999", "\"\"", "{}", "[]", "[[[[[[[[", "{\"a\":", "\\ud800",
                "\u0000",
        "\"F16\"", "\"shape\"", "9223372036854775807", "0.5", "true", ",", "}", "]", "\"__metadata__\"", "\u00e9", "NaN"
    };

    @TempDir
    Path folder;

    @Test
    void open_mutatedSafetensors_isReadOrRefusedWithAMessage() throws IOException {
        byte[] sound = HexFormat.of().parseHex(SafeTensorsTest.GOLDEN);
        Path file = folder.resolve("model.safetensors");
        Random random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] damaged = mutateTensors(sound, random);
            Files.write(file, damaged);
            try (SafeTensors tensors = SafeTensors.open(file)) {
                for (String name : tensors.names()) {
                    assertThat(tensors.bytes(name).remaining()).isLessThanOrEqualTo(damaged.length);
                    if (tensors.dtype(name).isFloat()) {
                        tensors.floats(name);
                    }
                }
            } catch (IllegalArgumentException | IOException e) {
                assertThat(e).hasMessageContaining("model.safetensors: ");
                refused++;
            } catch (Throwable e) {
                fail("round " + round + ": " + HexFormat.of().formatHex(damaged), e);
            }
        }
        assertThat(refused).as("mutations that were noticed").isBetween(500, 1000);
    }

    @Test
    void parse_mutatedConfig_isReadOrRefusedWithAMessage() throws IOException {
        String sound = ModelDirectoryTest.classifier(TokenizerOptions.uncased())
                .config()
                .toJson();
        Path file = folder.resolve("config.json");
        Random random = new Random(2);
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] damaged = mutateText(sound.getBytes(StandardCharsets.UTF_8), random);
            Files.write(file, damaged);
            try {
                ConfigFile read = ConfigFile.read(file);
                assertThat(ConfigFile.parse(read.toJson(), "again").config()).isEqualTo(read.config());
            } catch (IllegalArgumentException | IOException e) {
                assertThat(e).hasMessageContaining("config.json: ");
                refused++;
            } catch (Throwable e) {
                fail("round " + round + ": " + new String(damaged, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(refused).as("mutations that were noticed").isBetween(250, 1000);
    }

    @Test
    void open_mutatedFilesOfAModelDirectory_isReadOrRefusedWithAMessage() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, ModelDirectoryTest.classifier(TokenizerOptions.uncased()));
        Random random = new Random(3);
        for (String name :
                new String[] {"tokenizer.json", "tokenizer_config.json", "electra4j.json", "provenance.json"}) {
            byte[] sound = Files.readAllBytes(model.resolve(name));
            if (name.equals("tokenizer_config.json")) {
                Files.delete(model.resolve("tokenizer.json"));
            }
            for (int round = 0; round < 150; round++) {
                byte[] damaged = mutateText(sound, random);
                Files.write(model.resolve(name), damaged);
                try (ModelDirectory read = ModelDirectory.open(model)) {
                    read.provenance();
                } catch (IllegalArgumentException | IOException e) {
                    assertThat(e.getMessage()).isNotBlank();
                } catch (Throwable e) {
                    fail(name + ", round " + round + ": " + new String(damaged, StandardCharsets.UTF_8), e);
                }
            }
            Files.write(model.resolve(name), sound);
        }
    }

    /** Changes the header's text and keeps its length right, so that what is behind the first check is reached. */
    private static byte[] mutateTensors(byte[] sound, Random random) {
        int headerEnd =
                8 + (int) ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (random.nextInt(4) == 0) {
            return mutateBytes(sound, random);
        }
        byte[] header = mutateText(Arrays.copyOfRange(sound, 8, headerEnd), random);
        int dataBytes = sound.length - headerEnd;
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putLong(header.length)
                .put(header)
                .put(sound, headerEnd, dataBytes)
                .array();
    }

    /** A digit changed, a fragment of JSON inserted or put over, a piece removed or doubled; up to three times. */
    private static byte[] mutateText(byte[] sound, Random random) {
        byte[] text = sound;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            text = mutateOnce(text, random);
        }
        return text;
    }

    private static byte[] mutateOnce(byte[] text, Random random) {
        if (text.length == 0) {
            return text;
        }
        int at = random.nextInt(text.length);
        int end = Math.min(text.length, at + 1 + random.nextInt(20));
        byte[] fragment = FRAGMENTS[random.nextInt(FRAGMENTS.length)].getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(6)) {
            case 0 -> {
                int digit = at;
                while (digit < text.length && (text[digit] < '0' || text[digit] > '9')) {
                    digit++;
                }
                byte[] changed = text.clone();
                changed[digit < text.length ? digit : at] = (byte) ('0' + random.nextInt(10));
                yield changed;
            }
            case 1 -> join(text, at, fragment, at);
            case 2 -> join(text, at, fragment, end);
            case 3 -> join(text, at, new byte[0], end);
            case 4 -> join(text, end, Arrays.copyOfRange(text, at, end), end);
            default -> mutateBytes(text, random);
        };
    }

    private static byte[] mutateBytes(byte[] bytes, Random random) {
        if (random.nextBoolean()) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
        }
        byte[] changed = bytes.clone();
        changed[random.nextInt(random.nextBoolean() ? Math.min(8, changed.length) : changed.length)] =
                (byte) random.nextInt(256);
        return changed;
    }

    private static byte[] join(byte[] text, int headEnd, byte[] middle, int tailStart) {
        byte[] joined = Arrays.copyOf(text, headEnd + middle.length + text.length - tailStart);
        System.arraycopy(middle, 0, joined, headEnd, middle.length);
        System.arraycopy(text, tailStart, joined, headEnd + middle.length, text.length - tailStart);
        return joined;
    }
}
