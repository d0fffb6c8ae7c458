package io.github.electra4j.train.study;

import io.github.electra4j.PairScores;
import io.github.electra4j.checkpoint.Provenance.DataFile;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Minimal pairs that every result is asked of without any fine-tuning: which of two texts is the likelier. The score is the share that it
 * gets right; guessing has a half.
 *
 * @param name in tables
 * @param data a table of pairs
 * @param good column of the better text
 * @param bad column of the worse text
 */
public record PairSet(String name, Path data, String good, String bad) {
    /** The usual columns. */
    public static final String GOOD = "good";

    /** That of the worse text. */
    public static final String BAD = "bad";

    /** Checks that it can have a folder. */
    public PairSet {
        if (Arm.folder(name).isEmpty()) {
            throw new IllegalArgumentException("name: \"" + name + "\", expected letters or digits");
        }
    }

    static PairSet of(Fields fields, Path folder) {
        try {
            PairSet pairs = new PairSet(
                    fields.string("name"),
                    folder.resolve(fields.string("data")),
                    fields.stringOr("good_column", GOOD),
                    fields.stringOr("bad_column", BAD));
            fields.requireAllKnown();
            return pairs;
        } catch (IllegalArgumentException e) {
            throw fields.placed(e);
        }
    }

    /** The name as a file's. */
    String file() {
        return Arm.folder(name) + "-pairs.json";
    }

    /**
     * The pairs, the better text first.
     *
     * @throws IllegalArgumentException where a text is missing or empty, with file and line
     */
    Rows read() throws IOException {
        List<LabeledText> rows = LabeledTextReader.readAll(data, new Columns(good, bad, null, null, true));
        PairScores.requireWhole(rows);
        return new Rows(rows, DataFile.of(data).sha256());
    }

    /**
     * Pairs that were read.
     *
     * @param pairs the better text first
     * @param sha256 of their file
     */
    record Rows(List<LabeledText> pairs, String sha256) {}
}
