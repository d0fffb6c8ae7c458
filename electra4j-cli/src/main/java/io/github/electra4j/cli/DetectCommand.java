package io.github.electra4j.cli;

import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.json.SixDecimals;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code electra detect}: lines in, every token with its probability of being replaced out. */
@Command(
        name = "detect",
        header = "Text in, the probability of each token to be a replaced one out.",
        description = {
            "Judges every word piece of each line of standard input: how probable it is that another one stood in its place."
                    + " Lines of any length are read whole, through windows.%n",
            "TSV has a row a piece: line (from 0), token, start, end (UTF-16 units of the line, the end exclusive),"
                    + " probability. JSONL has an object a line, with the list tokens."
        },
        footer = {
            "%nExamples:",
            "  echo 'The chef ate the meal.' | electra detect --model runs/mine",
            "  electra detect --model runs/mine --format jsonl < essays.txt > judged.jsonl"
        })
final class DetectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A run directory, or a model directory with a discriminator.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Mixin
    private TextOutput output = new TextOutput();

    @Option(names = "--lenient", description = "Replace broken UTF-8 by U+FFFD instead of stopping.")
    private boolean lenient;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        output.check(spec);
        try (Electra electra = Electra.load(model)) {
            electra.detect("");
            InputLines lines = new InputLines(System.in, "standard input", lenient);
            output.write(out -> {
                if (!output.json()) {
                    out.write("line\ttoken\tstart\tend\tprobability\n");
                }
                long line = 0;
                for (List<String> portion = lines.portion(); !portion.isEmpty(); portion = lines.portion()) {
                    for (List<DetectedToken> tokens : electra.detect(portion)) {
                        write(out, line++, tokens);
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

    private void write(Writer out, long line, List<DetectedToken> tokens) throws IOException {
        if (output.json()) {
            ObjectNode object = JsonMapper.shared().createObjectNode().put("line", line);
            ArrayNode list = object.putArray("tokens");
            for (DetectedToken t : tokens) {
                list.addObject()
                        .put("token", t.token())
                        .put("start", t.start())
                        .put("end", t.end())
                        .put("probability", Double.parseDouble(probability(t)));
            }
            out.write(JsonMapper.shared().writeValueAsString(object));
            out.write('\n');
            return;
        }
        for (DetectedToken t : tokens) {
            out.write(line + "\t" + t.token() + "\t" + t.start() + "\t" + t.end() + "\t" + probability(t) + "\n");
        }
    }

    private static String probability(DetectedToken token) {
        return SixDecimals.text(token.probability());
    }
}
