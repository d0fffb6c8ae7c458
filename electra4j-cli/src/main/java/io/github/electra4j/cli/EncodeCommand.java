package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra encode}: lines in, vectors out. */
@Command(
        name = "encode",
        header = "Text in, vectors out.",
        description = {
            "Gives the vector of each line of standard input, as many numbers as the encoder is wide.%n",
            "TSV has a line of numbers for each line, without a header; JSONL an object with line (from 0) and vector."
        },
        footer = {
            "%nExamples:",
            "  echo 'A fine day.' | electra encode --model runs/mine --format jsonl",
            "  electra encode --model runs/mine --pooling mean < sentences.txt > vectors.tsv"
        })
final class EncodeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Any model directory, or a run directory, whose discriminator is taken.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Option(
            names = "--pooling",
            paramLabel = "HOW",
            defaultValue = "mean",
            description = "mean over all tokens, or cls: the state of [CLS].")
    private String pooling = "mean";

    @Mixin
    private TextOutput output = new TextOutput();

    @Option(names = "--lenient", description = "Replace broken UTF-8 by U+FFFD instead of stopping.")
    private boolean lenient;

    @Mixin
    private CommonOptions common = new CommonOptions();

    private long line;

    @Override
    public Integer call() throws IOException {
        Pooling how = WrongUse.unless(spec, () -> Choices.pooling(pooling));
        output.check(spec);
        try (Electra electra = Electra.load(model)) {
            InputLines lines = new InputLines(System.in, "standard input", lenient);
            output.write(out -> {
                for (List<String> portion = lines.portion(); !portion.isEmpty(); portion = lines.portion()) {
                    for (float[] vector : electra.encode(portion, how)) {
                        out.write(text(line++, vector));
                    }
                    out.flush();
                }
            });
            if (lines.replaced() > 0) {
                common.say("electra: replaced " + lines.replaced() + " broken UTF-8 sequences");
            }
        }
        return 0;
    }

    private String text(long number, float[] vector) {
        StringBuilder text = new StringBuilder(12 * vector.length);
        if (output.json()) {
            text.append("{\"line\":").append(number).append(",\"vector\":[");
        }
        for (int i = 0; i < vector.length; i++) {
            if (i > 0) {
                text.append(output.json() ? ',' : '\t');
            }
            text.append(String.format(Locale.ROOT, "%.6g", vector[i]));
        }
        return text.append(output.json() ? "]}\n" : "\n").toString();
    }
}
