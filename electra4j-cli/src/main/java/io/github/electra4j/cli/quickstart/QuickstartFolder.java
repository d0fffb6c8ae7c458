package io.github.electra4j.cli.quickstart;

import java.nio.file.Path;

/**
 * Where the quickstart keeps what.
 *
 * @param path the folder of {@code --out}
 */
public record QuickstartFolder(Path path) {
    /** The text that is pre-trained on: a gloss a document. */
    public Path text() {
        return path.resolve("data/text.txt");
    }

    /** Rows of the task, {@code train}, {@code dev} or {@code test}. */
    public Path rows(String part) {
        return path.resolve("data/" + part + ".tsv");
    }

    /** The vocabulary. */
    public Path vocabulary() {
        return path.resolve("data/vocab.txt");
    }

    /** The examples of the text. */
    public Path examples() {
        return path.resolve("examples");
    }

    /** The run of ELECTRA. */
    public Path run() {
        return path.resolve("run");
    }

    /** The run of masked LM alone. */
    public Path maskedLmRun() {
        return path.resolve("masked-lm");
    }

    /** Finished fine-tunings. */
    public Path trials() {
        return path.resolve("trials");
    }

    /** The fine-tuned discriminator. */
    public Path model() {
        return path.resolve("model");
    }

    /** The page that shows everything. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** The figures, as {@code --json} writes them. */
    public Path results() {
        return path.resolve("results.json");
    }

    /** Time and memory of all parts so far. */
    public Path usage() {
        return path.resolve("usage.json");
    }
}
