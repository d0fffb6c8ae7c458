package io.github.electra4j.cli;

import picocli.CommandLine.Option;

/** The text of {@code electra pretrain}, and the vocabulary that is made of it. */
final class PretrainingText extends CorpusArguments {
    @Option(
            names = "--vocab-size",
            paramLabel = "N",
            defaultValue = "30522",
            description = "With --text: word pieces of the vocabulary that is made.")
    private int vocabularySize;

    @Option(
            names = "--cased",
            description =
                    "With --text: keep case and accents. Languages whose marks tell words apart, such as Hindi, Japanese and"
                            + " Turkish, want it.")
    private boolean cased;

    /** Word pieces of the vocabulary. */
    int vocabularySize() {
        return vocabularySize;
    }

    /** Whether case and accents are kept. */
    boolean cased() {
        return cased;
    }
}
