package io.github.electra4j.cli;

import io.github.electra4j.vocab.Encoding;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code electra tokenize}: a line in, its pieces out. */
@Command(
        name = "tokenize",
        header = "A line of text in, its word pieces out.",
        description = {
            "Cuts text into word pieces: a line of standard input becomes a line of standard output, its pieces separated"
                    + " by spaces. Memory stays constant, and each line is answered as soon as it has come.%n",
            "The pieces are exactly those of BERT's tokenizer, without [CLS] and [SEP]."
        },
        footer = {
            "%nExamples:",
            "  echo 'Unaffable people' | electra tokenize --vocab vocab.txt",
            "  xzcat wiki.txt.xz | electra tokenize --vocab runs/mine/discriminator --ids > wiki.ids"
        })
final class TokenizeCommand implements Callable<Integer> {
    @Mixin
    private VocabularyArguments vocabulary = new VocabularyArguments();

    @Option(names = "--ids", description = "Print the numbers of the pieces instead of the pieces.")
    private boolean ids;

    @Option(
            names = "--offsets",
            description =
                    "Print where each piece stands in its line, as piece:start-end, counted in UTF-16 units as Java"
                            + " does, the end exclusive.")
    private boolean offsets;

    @Option(names = "--lenient", description = "Replace broken UTF-8 by U+FFFD instead of stopping.")
    private boolean lenient;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        WordPieceTokenizer tokenizer = vocabulary.tokenizer();
        InputLines lines = new InputLines(System.in, "standard input", lenient);
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            for (List<String> portion = lines.portion(); !portion.isEmpty(); portion = lines.portion()) {
                List<String> answers = portion.parallelStream()
                        .map(line -> pieces(tokenizer, line))
                        .toList();
                out.write(String.join("", answers).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (lines.replaced() > 0) {
            common.say("electra: replaced " + lines.replaced() + " broken UTF-8 sequences");
        }
        return 0;
    }

    private String pieces(WordPieceTokenizer tokenizer, String line) {
        StringBuilder text = new StringBuilder(2 * line.length() + 1);
        if (offsets) {
            Encoding encoding = tokenizer.encodeWithOffsets(line);
            for (int i = 0; i < encoding.size(); i++) {
                append(text, tokenizer, encoding.ids()[i]);
                text.append(':').append(encoding.starts()[i]).append('-').append(encoding.ends()[i]);
            }
        } else {
            for (int id : tokenizer.encode(line)) {
                append(text, tokenizer, id);
            }
        }
        return text.append('\n').toString();
    }

    private void append(StringBuilder text, WordPieceTokenizer tokenizer, int id) {
        if (text.length() > 0) {
            text.append(' ');
        }
        if (ids) {
            text.append(id);
        } else {
            text.append(tokenizer.vocabulary().token(id));
        }
    }
}
