package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.ScoredToken;
import io.github.electra4j.Scoring;
import io.github.electra4j.TextScore;
import io.github.electra4j.evaluate.MinimalPairs;
import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.task.LabeledText;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code electra score}: texts in, how likely the model holds each to be out. */
@Command(
        name = "score",
        header = "Texts in, how likely the model holds each of them to be out.",
        description = {
            "Scores each text by the sum over its word pieces; the higher, the likelier. What a piece's score is depends on the"
                    + " model. Of an Electric model (objective=electric) it is minus its energy, from one pass: an unnormalised"
                    + " pseudo-log-likelihood. Of a masked LM (encoder/ of a run of masked-lm, or a generator/) it is the log of"
                    + " its probability where it alone is masked, one pass a piece: the pseudo-log-likelihood. Of an ELECTRA"
                    + " discriminator it is the log of the probability that it is the original, from one pass: how little seems"
                    + " replaced, and no likelihood. Scores of two models cannot be compared. Texts of any length are read whole,"
                    + " through windows.%n",
            "TSV has a row a text: line (from 0), score, pieces; with --tokens a row a piece: line, token, start, end (UTF-16"
                    + " units of the text, the end exclusive), score.%n",
            "A table with the columns good and bad holds minimal pairs. A row a pair comes out: line, good, bad (scores),"
                    + " right (1 where good has the higher score), and at the end the accuracy; guessing has 0.5."
        },
        footer = {
            "%nExamples:",
            "  echo 'The chef ate the meal.' | electra score --model runs/electric --tokens",
            "  electra score --model runs/electric --data hypotheses.txt --normalize --out scores.tsv",
            "  electra score --model runs/mlm/encoder --data pairs.jsonl --json accuracy.json",
            "%nKeys of --json: scoring (energy, masked_lm or detection), normalized, texts, pieces, empty_texts, windowed_texts,"
                    + " mean_score (of a piece); of pairs also pairs, right, ties, accuracy; seconds, peak_rss_mb."
        })
final class ScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A run directory, or the model directory of an energy model, a masked LM or a discriminator.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Mixin
    private ScoreInput input = new ScoreInput();

    @Option(names = "--tokens", description = "The score of every piece in place of the text's.")
    private boolean tokens;

    @Option(
            names = "--normalize",
            description = "Mean over the pieces in place of their sum, so that texts of unlike length can be compared.")
    private boolean normalize;

    @Mixin
    private TextOutput output = new TextOutput();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private long texts;
    private long pieces;
    private long empty;
    private long windowed;
    private double sum;
    private @Nullable MinimalPairs pairs;

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        if (tokens && normalize) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--normalize: the mean is of a text, and --tokens gives every piece; leave one out");
        }
        output.check(spec);
        json.check();
        output.checkApart("--json", json.file());
        input.checkApart(output, json);
        try (Electra electra = Electra.load(model);
                ScoreInput.Portions portions = input.open(spec)) {
            Scoring scoring = electra.scoring();
            if (portions.arePairs()) {
                if (tokens) {
                    throw new ParameterException(
                            spec.commandLine(), "--tokens: is for single texts, and the rows are pairs; leave it out");
                }
                pairs = MinimalPairs.none();
            }
            try (ProgressLine progress = common.quiet() ? null : ProgressLine.start("score", 0, "pieces")) {
                output.write(out -> write(out, electra, portions, progress));
            }
            remarks(electra, portions);
            json.write(figures(scoring, (System.nanoTime() - begin) / 1e9));
        }
        return 0;
    }

    private void write(Writer out, Electra electra, ScoreInput.Portions portions, @Nullable ProgressLine progress)
            throws IOException {
        if (!output.json()) {
            out.write(pairs != null ? "line\tgood\tbad\tright\n" : header());
        }
        long line = 0;
        for (List<LabeledText> some = portions.next(); !some.isEmpty(); some = portions.next()) {
            List<String> all = new ArrayList<>();
            for (LabeledText row : some) {
                all.addAll(Stream.of(row.text(), row.pair())
                        .filter(text -> text != null)
                        .toList());
            }
            List<TextScore> scores = electra.score(all, done -> {
                if (progress != null) {
                    progress.add(done);
                }
            });
            count(scores, electra.maxLength());
            for (int i = 0; i < some.size(); i++) {
                out.write(
                        pairs == null
                                ? text(line, scores.get(i))
                                : pair(line, some.get(i), scores.get(2 * i), scores.get(2 * i + 1)));
                line++;
            }
            out.flush();
        }
    }

    private String header() {
        return tokens ? "line\ttoken\tstart\tend\tscore\n" : "line\tscore\tpieces\n";
    }

    private void count(List<TextScore> scores, int maxLength) {
        for (TextScore score : scores) {
            int size = score.tokens().size();
            texts++;
            pieces += size;
            empty += size == 0 ? 1 : 0;
            windowed += size > maxLength - 2 ? 1 : 0;
            sum += score.total();
        }
    }

    private double of(TextScore score) {
        return normalize ? score.mean() : score.total();
    }

    private String text(long line, TextScore score) {
        if (output.json()) {
            ObjectNode object = JsonMapper.shared().createObjectNode().put("line", line);
            if (!tokens) {
                object.put("score", rounded(of(score)));
                object.put("pieces", score.tokens().size());
                return object + "\n";
            }
            ArrayNode list = object.putArray("tokens");
            for (ScoredToken t : score.tokens()) {
                list.addObject()
                        .put("token", t.token())
                        .put("start", t.start())
                        .put("end", t.end())
                        .put("score", rounded(t.score()));
            }
            return object + "\n";
        }
        if (!tokens) {
            return line + "\t" + number(of(score)) + "\t" + score.tokens().size() + "\n";
        }
        StringBuilder rows = new StringBuilder();
        for (ScoredToken t : score.tokens()) {
            rows.append(line).append('\t').append(t.token()).append('\t').append(t.start());
            rows.append('\t')
                    .append(t.end())
                    .append('\t')
                    .append(number(t.score()))
                    .append('\n');
        }
        return rows.toString();
    }

    private String pair(long line, LabeledText row, TextScore good, TextScore bad) {
        if (good.tokens().isEmpty() || bad.tokens().isEmpty()) {
            throw new IllegalArgumentException(
                    row.place() + ": the " + (good.tokens().isEmpty() ? "good" : "bad")
                            + " text is empty: there is nothing to score; fill it in or leave the row out");
        }
        MinimalPairs before = pairs == null ? MinimalPairs.none() : pairs;
        MinimalPairs now = before.with(of(good), of(bad));
        pairs = now;
        long right = now.right() - before.right();
        if (output.json()) {
            return JsonMapper.shared()
                            .createObjectNode()
                            .put("line", line)
                            .put("good", rounded(of(good)))
                            .put("bad", rounded(of(bad)))
                            .put("right", right == 1)
                    + "\n";
        }
        return line + "\t" + number(of(good)) + "\t" + number(of(bad)) + "\t" + right + "\n";
    }

    private void remarks(Electra electra, ScoreInput.Portions portions) {
        if (portions.replaced() > 0) {
            common.say("electra: replaced " + portions.replaced() + " broken UTF-8 sequences");
        }
        if (texts == 0) {
            common.say("electra: there was no text to score; give one a line, or a table with --data");
        }
        if (empty > 0) {
            common.say("electra: " + empty + " of " + texts + " texts are empty; their score says nothing");
        }
        if (windowed > 0) {
            common.say("electra: " + windowed + " of " + texts + " texts are longer than the " + electra.maxLength()
                    + " tokens that the model reads at once, and were scored through windows");
        }
        MinimalPairs known = pairs;
        if (known != null) {
            common.say(String.format(
                    Locale.ROOT,
                    "electra: accuracy %.4f: in %,d of %,d pairs the good text has the higher score%s",
                    known.accuracy(),
                    known.right(),
                    known.pairs(),
                    known.ties() > 0 ? String.format(Locale.ROOT, "; %,d are ties", known.ties()) : ""));
        }
    }

    private Map<String, @Nullable Object> figures(Scoring scoring, double seconds) {
        Map<String, @Nullable Object> figures = new TreeMap<>();
        figures.put("scoring", scoring.name().toLowerCase(Locale.ROOT));
        figures.put("normalized", normalize);
        figures.put("texts", texts);
        figures.put("pieces", pieces);
        figures.put("empty_texts", empty);
        figures.put("windowed_texts", windowed);
        figures.put("mean_score", rounded(sum / pieces));
        MinimalPairs known = pairs;
        if (known != null) {
            figures.put("pairs", known.pairs());
            figures.put("right", known.right());
            figures.put("ties", known.ties());
            figures.put("accuracy", rounded(known.accuracy()));
        }
        figures.put("seconds", seconds);
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        return figures;
    }

    private static String number(double score) {
        return SixDecimals.text(score);
    }

    private static @Nullable Double rounded(double score) {
        return Double.isNaN(score) ? null : Double.valueOf(number(score));
    }
}
