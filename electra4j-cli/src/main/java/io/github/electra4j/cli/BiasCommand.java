package io.github.electra4j.cli;

import io.github.electra4j.BiasMeasures;
import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.CardSection;
import io.github.electra4j.checkpoint.ModelCard;
import io.github.electra4j.fairness.BiasReport;
import io.github.electra4j.fairness.CrowsPair;
import io.github.electra4j.fairness.SeatTest;
import io.github.electra4j.fairness.WinoBiasPair;
import io.github.electra4j.progress.ProgressLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code electra bias}: a model and published test sets in, how far it follows stereotypes out. */
@Command(
        name = "bias",
        header = "A model and published test sets in, how far it follows stereotypes out.",
        description = {
            "Measures a model by sets that you have downloaded; each figure has a 95 %% interval, and says what it does not say.%n",
            "--crows-pairs asks which of two sentences is likelier, by the pieces that both share: minus the energies of an Electric model,"
                    + " the pseudo-log-likelihoods of a masked LM (encoder/ of masked-lm, or any generator/), or what a discriminator holds"
                    + " to be no replacement, which is no likelihood.%n",
            "--winobias asks to whom a pronoun refers, where that agrees with a stereotype and where it does not; the gap between both is"
                    + " what the pronoun alone changes. Models that score texts are asked by a claim behind the sentence (\"She is the nurse.\"),"
                    + " models fine-tuned for choice by the two claims as options.%n",
            "--seat compares sentence vectors of any model, by effect size and a permutation test, with mean and [CLS] vectors.%n",
            "The figures also go into MODEL_CARD.md of the model directory, where they replace those of the same measure from before, and"
                    + " which `electra serve` shows at /v1/models/NAME/card. No figure says that a model is fair: see docs/careful-use.md, which"
                    + " also tells where the sets are."
        },
        footer = {
            "%nExamples:",
            "  electra bias --model runs/mine/generator --crows-pairs crows_pairs_anonymized.csv",
            "  electra bias --model runs/mine --winobias winobias/ --seat seat/ --json bias.json",
            "  electra bias --model runs/coreference --winobias winobias/ --no-card",
            "%nKeys of --json: crows_pairs (measure, all, by_direction, by_type), winobias (measure, parts), seat (tests), each with"
                    + " does_not_say; seconds, peak_rss_mb."
        })
final class BiasCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A run directory or a model directory.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Option(
            names = "--crows-pairs",
            paramLabel = "FILE",
            description =
                    "crows_pairs_anonymized.csv, or a table with its columns sent_more, sent_less, stereo_antistereo, bias_type.")
    private @Nullable Path crowsPairs;

    @Option(
            names = "--winobias",
            paramLabel = "FOLDER",
            description =
                    "The folder of pro_stereotyped_type1.txt.dev and so on; of the eight files as many pairs as are there.")
    private @Nullable Path winoBias;

    @Option(
            names = "--seat",
            paramLabel = "FOLDER",
            description = "The folder of SEAT's tests, sent-weat6.jsonl and so on; all that are there.")
    private @Nullable Path seat;

    @Option(names = "--no-card", description = "Leave MODEL_CARD.md as it is.")
    private boolean noCard;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        if (crowsPairs == null && winoBias == null && seat == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "nothing to measure; give --crows-pairs FILE, --winobias FOLDER or --seat FOLDER");
        }
        json.check();
        // All files are read before the model is asked anything, which takes long.
        List<CrowsPair> pairs = crowsPairs == null ? List.of() : CrowsPair.read(crowsPairs);
        WinoBiasPair.Folder sentences = winoBias == null ? null : WinoBiasPair.read(winoBias);
        List<SeatTest> tests = seat == null ? List.of() : SeatTest.read(seat);
        Map<String, BiasReport> reports = new LinkedHashMap<>();
        try (Electra electra = engine.load(spec, model)) {
            if (!noCard) {
                OutputPlace.checkFile(electra.path().resolve(ModelCard.NAME), "the model card, without --no-card,");
                CardSection.card(electra.path()); // refused now, not when the figures are there
            }
            if (!pairs.isEmpty()) {
                reports.put("crows_pairs", told("CrowS-Pairs", "pieces", told -> BiasMeasures.crowsPairs(
                                electra, pairs, told)
                        .report()));
            }
            if (sentences != null) {
                if (!sentences.leftOut().isEmpty()) {
                    common.say("electra: left out " + sentences.leftOut().size()
                            + " pairs that do not name two people by known occupations, the first at "
                            + sentences.leftOut().get(0));
                }
                reports.put("winobias", told("WinoBias", "pieces", told -> BiasMeasures.winoBias(
                                electra, sentences.pairs(), told)
                        .report()));
            }
            if (!tests.isEmpty()) {
                reports.put("seat", told("SEAT", "sentences", told -> BiasMeasures.seat(electra, tests, told)
                        .report()));
            }
            if (!noCard) {
                for (BiasReport report : reports.values()) {
                    CardSection.write(electra.path(), "Bias: " + report.title(), report.toMarkdown() + measured());
                }
            }
        }
        json.write(figures(reports, (System.nanoTime() - begin) / 1e9));
        return 0;
    }

    private static String measured() {
        return "\nMeasured on " + LocalDate.now(ZoneOffset.UTC) + " by `electra bias`, electra4j "
                + Version.ofElectra4j() + ".\n";
    }

    /** A measure, telling how far it is; its table is printed. */
    private BiasReport told(String what, String unit, Function<LongConsumer, BiasReport> measure) {
        BiasReport report;
        try (ProgressLine progress = common.quiet() ? null : ProgressLine.start(what, 0, unit)) {
            report = measure.apply(done -> {
                if (progress != null) {
                    progress.add(done);
                }
            });
        }
        System.out.println(report.toText());
        return report;
    }

    private static Map<String, Object> figures(Map<String, BiasReport> reports, double seconds) {
        Map<String, Object> figures = new TreeMap<>();
        reports.forEach((key, report) -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>(report.json());
            one.put("does_not_say", report.limits());
            figures.put(key, one);
        });
        figures.put("seconds", seconds);
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        return figures;
    }
}
