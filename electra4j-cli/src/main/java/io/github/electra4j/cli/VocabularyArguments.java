package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.TokenizerFiles;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of a command that needs a tokenizer. */
final class VocabularyArguments {
    @Option(
            names = "--vocab",
            required = true,
            paramLabel = "FILE",
            description = "Vocabulary: a vocab.txt (one piece a line), or a model directory that holds one.")
    @SuppressWarnings("NullAway.Init")
    private Path vocab;

    @ArgGroup
    private @Nullable Casing casing;

    /** At most one of the two. */
    private static final class Casing {
        @Option(
                names = "--cased",
                description =
                        "Keep case and accents. Without --cased and --uncased the tokenizer_config.json beside the"
                                + " vocabulary decides, and without that the pieces: those of an uncased vocabulary are all in"
                                + " lower case and without accents.")
        private boolean cased;

        @Option(names = "--uncased", description = "Lower-case the text and strip its accents.")
        @SuppressWarnings("UnusedVariable") // that the group is there and not cased says it
        private boolean uncased;
    }

    /** The vocabulary file. */
    Path file() {
        return Files.isDirectory(vocab) ? vocab.resolve("vocab.txt") : vocab;
    }

    /** Reads the vocabulary and makes its tokenizer. */
    WordPieceTokenizer tokenizer() throws IOException {
        Vocabulary vocabulary = Vocabulary.load(file());
        return new WordPieceTokenizer(vocabulary, options(vocabulary));
    }

    /** Reads the vocabulary and makes its tokenizer, to which words of more characters than this are [UNK]. */
    WordPieceTokenizer tokenizer(int maxWordLength) throws IOException {
        Vocabulary vocabulary = Vocabulary.load(file());
        TokenizerOptions found = options(vocabulary);
        return new WordPieceTokenizer(
                vocabulary,
                new TokenizerOptions(found.lowerCase(), found.stripAccents(), found.splitCjk(), maxWordLength));
    }

    private TokenizerOptions options(Vocabulary vocabulary) throws IOException {
        if (casing != null) {
            return casing.cased ? TokenizerOptions.cased() : TokenizerOptions.uncased();
        }
        Path config = file().resolveSibling("tokenizer_config.json");
        if (file().endsWith("vocab.txt") && Files.exists(config)) {
            return TokenizerFiles.optionsOfConfig(config);
        }
        return looksCased(vocabulary) ? TokenizerOptions.cased() : TokenizerOptions.uncased();
    }

    /**
     * Whether an uncased tokenizer could not have made these pieces: more than one in a thousand has a capital letter or an
     * accent. Single ones occur by mistake in published vocabularies.
     */
    static boolean looksCased(Vocabulary vocabulary) {
        long altered = vocabulary.tokens().stream()
                .filter(piece -> !(piece.startsWith("[") && piece.endsWith("]")))
                .filter(VocabularyArguments::alteredByUncasing)
                .count();
        return altered * 1000 > vocabulary.size();
    }

    private static boolean alteredByUncasing(String piece) {
        String decomposed = Normalizer.normalize(piece, Normalizer.Form.NFD);
        return !piece.equals(piece.toLowerCase(Locale.ROOT))
                || decomposed.codePoints().anyMatch(c -> Character.getType(c) == Character.NON_SPACING_MARK);
    }
}
