package io.github.electra4j.fairness;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.Row;
import io.github.electra4j.task.Table;
import io.github.electra4j.text.CompressedFile;
import io.github.electra4j.text.WholeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which texts of evaluation sets stand in a training text: those with a run of 13 words that is there (Brown et al., 2020, appendix C), of
 * texts of 8 to 12 words with a run of 8. Case and punctuation are nothing. Its memory grows with the evaluation sets alone.
 */
public final class EvaluationOverlap {
    /** Words of a run. */
    public static final int LONG = 13;
    /** Words of a run of a text that is too short for {@link #LONG}. */
    public static final int SHORT = 8;

    private static final int MOST_EXAMPLES = 20;

    private final List<Path> files = new ArrayList<>();
    private final List<Text> texts = new ArrayList<>();
    private final LongIndex runs = new LongIndex();
    private final BitSet found = new BitSet();
    private long[] tooShort = new long[0];

    /** A text of a set, and the numbers of its runs. */
    private record Text(int file, String place, String beginning, int[] runs) {}

    /**
     * What was found of a file.
     *
     * @param file which
     * @param texts of 8 words and more
     * @param tooShort texts of fewer, which were not looked for
     * @param touched texts of which a run was found
     * @param whole texts of which four fifths of the runs were found
     * @param examples the first of those touched: the place, and how the text begins
     */
    public record Found(Path file, long texts, long tooShort, long touched, long whole, List<String> examples) {
        /** Share of the texts of which a run was found; NaN of none. */
        public double share() {
            return (double) touched / texts;
        }
    }

    /**
     * Reads a set, packed or not: every string of {@code .json} and {@code .jsonl}, every field of {@code .tsv} and {@code .csv}, every line of another
     * file.
     *
     * @throws IllegalArgumentException where it is not what its name says
     */
    public void read(Path file) throws IOException {
        int number = files.size();
        files.add(file);
        tooShort = Arrays.copyOf(tooShort, files.size());
        String name = CompressedFile.nameWithoutCompression(file).toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            strings(json(file), number, file.toString());
        } else if (name.endsWith(".jsonl")) {
            List<String> lines = WholeText.lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    String place = file + ":" + (i + 1);
                    strings(JsonText.parseLine(lines.get(i), place), number, place);
                }
            }
        } else if (name.endsWith(".tsv") || name.endsWith(".csv")) {
            // A header, where there is one, is as good a text as any: single words are not looked for.
            try (Table table = Table.open(file, false)) {
                for (Row row = table.next(); row != null; row = table.next()) {
                    for (@Nullable String value : row.values()) {
                        text(value == null ? "" : value, number, row.place());
                    }
                }
            }
        } else {
            List<String> lines = WholeText.lines(file);
            for (int i = 0; i < lines.size(); i++) {
                text(lines.get(i), number, file + ":" + (i + 1));
            }
        }
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JsonMapper.shared().readTree(WholeText.read(file));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void strings(JsonNode node, int file, String place) {
        if (node.isString()) {
            text(node.stringValue(), file, place);
        }
        node.forEach(child -> strings(child, file, place));
    }

    private void text(String text, int file, String place) {
        long[] words = Words.hashes(Words.of(text));
        if (words.length < SHORT) {
            tooShort[file] += words.length > 1 ? 1 : 0;
            return;
        }
        int size = words.length < LONG ? SHORT : LONG;
        int[] numbers = new int[words.length - size + 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = runs.putIfAbsent(Words.hash(words, i, i + size), runs.size());
        }
        texts.add(new Text(file, place, text.substring(0, Math.min(80, text.length())), numbers));
    }

    /** Whether nothing was read. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Looks through a paragraph of the training text. */
    void add(long[] words) {
        for (int i = 0; i + SHORT <= words.length; i++) {
            mark(Words.hash(words, i, i + SHORT));
            if (i + LONG <= words.length) {
                mark(Words.hash(words, i, i + LONG));
            }
        }
    }

    private void mark(long run) {
        int number = runs.get(run);
        if (number >= 0) {
            found.set(number);
        }
    }

    /** What was found, file by file. */
    public List<Found> found() {
        List<Found> all = new ArrayList<>();
        for (int f = 0; f < files.size(); f++) {
            long of = 0;
            long touched = 0;
            long whole = 0;
            List<String> examples = new ArrayList<>();
            for (Text text : texts) {
                if (text.file() != f) {
                    continue;
                }
                of++;
                long hits = Arrays.stream(text.runs()).filter(found::get).count();
                touched += hits > 0 ? 1 : 0;
                whole += 5 * hits >= 4L * text.runs().length ? 1 : 0;
                if (hits > 0 && examples.size() < MOST_EXAMPLES) {
                    examples.add(text.place() + ": " + text.beginning());
                }
            }
            all.add(new Found(files.get(f), of, tooShort[f], touched, whole, examples));
        }
        return all;
    }
}
