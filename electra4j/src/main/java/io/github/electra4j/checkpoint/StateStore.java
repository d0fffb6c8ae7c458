package io.github.electra4j.checkpoint;

import io.github.electra4j.json.JsonText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The training states of a run: named tensors and a little JSON, saved whole or not at all, checked when loaded, the newest two
 * kept.
 *
 * <p>A state of step n is {@code step-n.safetensors} and, written after it, {@code step-n.crc32c.json} with its length and
 * checksum; without the second it does not count. The caller holds the run's {@link RunLock}.
 */
public final class StateStore {
    private static final int KEPT = 2;
    private static final String META = "electra4j_state";
    private static final String CHECKSUM = ".crc32c.json";
    private static final String TENSORS = ".safetensors";
    private static final Pattern NAME =
            Pattern.compile("step-(\\d{1,18})(" + Pattern.quote(TENSORS) + "|" + Pattern.quote(CHECKSUM) + ")");

    private final Path folder;
    private final Set<Long> damagedSteps = new HashSet<>();

    private StateStore(Path folder) {
        this.folder = folder;
    }

    /**
     * A state that was loaded.
     *
     * @param step the step it was saved at
     * @param tensors its tensors, mapped; closed with this
     * @param meta what was saved beside them; whole numbers come back as Integer, Long or BigInteger by their size
     * @param warnings one sentence for each newer state that was damaged and passed over; to be shown to the user
     */
    public record Loaded(long step, SafeTensors tensors, Map<String, Object> meta, List<String> warnings)
            implements Closeable {
        @Override
        public void close() throws IOException {
            tensors.close();
        }
    }

    /** The states in a folder, which is made by the first {@link #save}. */
    public static StateStore in(Path folder) {
        return new StateStore(folder);
    }

    /**
     * Saves a state and syncs it to disk; then removes all but the newest two, and those of later steps, which a run that went
     * back has given up.
     *
     * @param tensors read in place: no copy is made of direct buffers
     * @param meta maps, lists, strings, numbers, booleans
     */
    public void save(long step, List<NamedTensor> tensors, Map<String, Object> meta) throws IOException {
        if (step < 0) {
            throw new IllegalArgumentException("step: " + step + ", expected 0 or more");
        }
        Map<String, String> metadata = Map.of(META, JsonText.compact(JsonText.node(new TreeMap<>(meta))));
        Path file = file(step);
        SafeTensors.write(file, tensors, metadata);
        ObjectNode checksum = JsonText.object();
        checksum.put("bytes", Files.size(file));
        checksum.put("crc32c", Checksum.of(file).crc32c());
        AtomicFiles.writeString(checksumFile(step), JsonText.pretty(checksum));
        damagedSteps.remove(step);
        removeAllBut(step);
    }

    /** Bytes that saving needs on disk for a state of this size: the two that are kept, and the one being written. */
    public static long diskBytes(long stateBytes) {
        return (KEPT + 1) * stateBytes;
    }

    /** Whether there is a state, sound or not. */
    public boolean holdsAny() throws IOException {
        return !stepsNewestFirst(CHECKSUM).isEmpty();
    }

    /**
     * Loads the newest sound state, after checking every byte of it.
     *
     * @return null where there is no state at all
     * @throws IOException where there are states, but all are damaged
     */
    public @Nullable Loaded loadNewest() throws IOException {
        List<String> damaged = new ArrayList<>();
        List<Long> steps = stepsNewestFirst(CHECKSUM);
        for (long step : steps) {
            try {
                verify(step);
                return open(step, damaged);
            } catch (IllegalArgumentException | IOException e) {
                damagedSteps.add(step);
                damaged.add("the training state of step " + step + " is damaged: " + e.getMessage());
            }
        }
        if (damaged.isEmpty()) {
            return null;
        }
        throw new IOException(String.join("; ", damaged) + "; no sound one is left: remove " + folder
                + " to start the run again, or put a copy back");
    }

    private Loaded open(long step, List<String> damaged) throws IOException {
        SafeTensors tensors = SafeTensors.open(file(step));
        try {
            List<String> warnings = damaged.stream()
                    .map(reason -> reason + "; it is passed over for the one of step " + step)
                    .toList();
            return new Loaded(step, tensors, meta(tensors), warnings);
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    private void verify(long step) throws IOException {
        Path file = file(step);
        ObjectNode expected = JsonText.readObject(checksumFile(step));
        JsonNode bytes = expected.path("bytes");
        JsonNode crc = expected.path("crc32c");
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "the file is missing");
        }
        long size = Files.size(file);
        if (!bytes.isIntegralNumber() || !bytes.canConvertToLong() || bytes.longValue() != size) {
            throw new IllegalArgumentException(file + " has " + size + " bytes, expected " + bytes);
        }
        String found = Checksum.of(file).crc32c();
        if (!crc.isString() || !crc.stringValue().equals(found)) {
            throw new IllegalArgumentException(file + " has the checksum " + found + ", expected " + crc);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> meta(SafeTensors tensors) {
        String json = tensors.metadata().getOrDefault(META, "{}");
        return (Map<String, Object>) JsonText.value(
                JsonText.parseObject(json.getBytes(StandardCharsets.UTF_8), tensors.file() + ": " + META));
    }

    /** Steps that have a file of one kind. */
    private List<Long> stepsNewestFirst(String kind) throws IOException {
        List<Long> steps = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return steps;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
                if (matcher.matches() && matcher.group(2).equals(kind)) {
                    steps.add(Long.parseLong(matcher.group(1)));
                }
            }
        }
        steps.sort(Comparator.reverseOrder());
        return steps;
    }

    /** The checksum goes first: a state that is half removed does not count. One found damaged does not take a sound one's place. */
    private void removeAllBut(long newest) throws IOException {
        int kept = 0;
        for (long step : stepsNewestFirst(CHECKSUM)) {
            if (step > newest || damagedSteps.contains(step) || ++kept > KEPT) {
                Files.deleteIfExists(checksumFile(step));
            }
        }
        for (long step : stepsNewestFirst(TENSORS)) {
            if (!Files.exists(checksumFile(step))) {
                Files.deleteIfExists(file(step));
            }
        }
        AtomicFiles.removeLeftoversIn(folder);
    }

    private Path file(long step) {
        return folder.resolve("step-" + step + TENSORS);
    }

    private Path checksumFile(long step) {
        return folder.resolve("step-" + step + CHECKSUM);
    }
}
