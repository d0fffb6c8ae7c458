package io.github.electra4j.cli;

import io.github.electra4j.fairness.EvaluationOverlap;
import io.github.electra4j.fairness.NearDuplicates;
import io.github.electra4j.fairness.TermContexts;
import io.github.electra4j.fairness.TermContexts.Neighbour;
import io.github.electra4j.fairness.TermGroups;
import io.github.electra4j.fairness.TextAudit;
import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.text.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code electra audit}: a training text in, who is in it and how, and what is in it twice, out. */
@Command(
        name = "audit",
        header = "A training text in, who is in it and how, and what is in it twice, out.",
        description = {
            "Looks through a text before a model learns from it, in one pass and bounded memory:%n",
            "Identity terms in groups, and the words that stand nearer to one group than to the others of its dimension, by log-odds with"
                    + " a prior (z is the standard errors that they are apart). A small English list is built in; --terms gives your own.%n",
            "Paragraphs whose exact text came before, and documents whose shingles of five words are mostly those of one before, by MinHash"
                    + " (estimated Jaccard similarity of 0.8 and more).%n",
            "Texts of evaluation sets that the text holds: those with a run of 13 words that is there, of texts of 8 to 12 words a run of 8;"
                    + " shorter ones are counted and not looked for.%n",
            "Stopped by Ctrl-C it prints what it has read so far. Words are runs of letters, marks and digits in lower case;"
                    + " the s behind an apostrophe, as in \"women's\", is none."
        },
        footer = {
            "%nExamples:",
            "  electra audit --text corpus/ --json audit.json",
            "  electra audit --text corpus/ --terms terms.tsv --window 3",
            "  electra audit --text 'corpus/*.xz' --evaluation SST-2/dev.tsv squad/dev-v1.1.json",
            "%nKeys of --json: text (files, documents, paragraphs, words), groups (dimension, group, occurrences, per_million, neighbours), terms,"
                    + " forgotten_below, duplicates, evaluation, stopped, seconds, peak_rss_mb."
        })
final class AuditCommand implements Callable<Integer> {
    private static final int SHOWN = 10;
    private static final int KEPT = 50;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CorpusArguments corpus = new CorpusArguments();

    @Option(
            names = "--terms",
            paramLabel = "FILE",
            description =
                    "Your own terms: lines of a dimension, a group and a term with TABs between, such as gender, female, she.")
    private @Nullable Path terms;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "5",
            description = "Words on each side of a term that are its neighbours.")
    private int window;

    @Option(
            names = "--evaluation",
            arity = "1..*",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Evaluation sets to look for: every string of .json and .jsonl, every field of .tsv and .csv, every line of others.")
    private List<Path> evaluation = List.of();

    @Option(
            names = "--remember",
            paramLabel = "N",
            defaultValue = "200000",
            description =
                    "Documents that later ones are compared with, some 1.5 KB each with what is kept of paragraphs, of which twenty times as many are remembered.")
    private int remember;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        if (window < 1 || remember < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    (window < 1 ? "--window " + window : "--remember " + remember) + ": expected 1 or more");
        }
        json.check();
        json.checkApart("--terms", terms);
        TermGroups groups = terms == null ? TermGroups.english() : TermGroups.read(terms);
        EvaluationOverlap overlap = new EvaluationOverlap();
        for (Path file : evaluation) {
            json.checkApart("--evaluation", file);
            overlap.read(file);
        }
        Corpus text = corpus.open(null, json);
        TextAudit audit = new TextAudit(groups, window, remember, overlap);
        StopSignal stop = StopSignal.install();
        try (ProgressLine progress = common.quiet() ? null : ProgressLine.start("audit", text.totalBytes(), "bytes")) {
            audit.read(
                    text,
                    bytes -> {
                        if (progress != null) {
                            progress.update(bytes, "");
                        }
                    },
                    stop);
        }
        CorpusArguments.remark(text.counts(), common);
        if (audit.words() == 0 && !stop.getAsBoolean()) {
            throw new IllegalArgumentException("there is nothing to look through: "
                    + text.files().size() + " files, the first " + text.files().get(0)
                    + ", hold no word, and at least one is needed; name files with text");
        }
        if (stop.getAsBoolean()) {
            common.say("electra: stopped; the figures are of what was read until then");
        }
        if (audit.duplicates().forgotten() > 0) {
            common.say(String.format(
                    Locale.ROOT,
                    "electra: %,d documents were not remembered, so that later ones could not be compared with them; --remember holds more",
                    audit.duplicates().forgotten()));
        }
        System.out.print(toText(groups, audit));
        Map<String, Object> figures = toJson(groups, audit, text);
        figures.put("stopped", stop.getAsBoolean());
        figures.put("seconds", (System.nanoTime() - begin) / 1e9);
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        json.write(figures);
        return stop.exitCode();
    }

    private static String toText(TermGroups groups, TextAudit audit) {
        NearDuplicates duplicates = audit.duplicates();
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d documents, %,d paragraphs, %,d words%n%nIdentity terms%n%-14s %-16s %12s %12s%n",
                duplicates.documents(),
                audit.paragraphs(),
                audit.words(),
                "dimension",
                "group",
                "occurrences",
                "per million"));
        TermContexts contexts = audit.contexts();
        long[] occurrences = contexts.occurrences();
        for (int g = 0; g < occurrences.length; g++) {
            TermGroups.Group group = groups.groups().get(g);
            out.append(String.format(
                    Locale.ROOT,
                    "%-14s %-16s %,12d %,12.1f%n",
                    group.dimension(),
                    group.name(),
                    occurrences[g],
                    perMillion(occurrences[g], audit)));
        }
        out.append("\nNearer to a group than to the others of its dimension (z)\n");
        for (int g = 0; g < occurrences.length; g++) {
            String words = contexts.nearest(g, SHOWN).stream()
                    .map(n -> String.format(Locale.ROOT, "%s %.1f", n.word(), n.z()))
                    .collect(Collectors.joining(", "));
            out.append(String.format(
                    Locale.ROOT,
                    "%-16s %s%n",
                    groups.groups().get(g).name(),
                    words.isEmpty() ? "none, or no other group" : words));
        }
        out.append(String.format(
                Locale.ROOT,
                "%nDuplicates%n%,d of %,d paragraphs came before, to the letter%n%,d of %,d documents have the same words as one before, %,d others most"
                        + " of its shingles%n",
                audit.repeated(),
                audit.paragraphs(),
                duplicates.same(),
                duplicates.documents(),
                duplicates.near()));
        duplicates.examples().stream()
                .limit(SHOWN)
                .forEach(e -> out.append(
                        String.format(Locale.ROOT, "  %s is like %s (%.2f)%n", e.place(), e.before(), e.alike())));
        for (EvaluationOverlap.Found found : audit.overlap().found()) {
            out.append(String.format(
                    Locale.ROOT,
                    "%n%s: of %,d texts %,d have a run of words that is in the text (%.2f %%), %,d nearly all of their runs; %,d shorter than %d words"
                            + " were not looked for%n",
                    found.file(),
                    found.texts(),
                    found.touched(),
                    100 * (found.texts() == 0 ? 0 : found.share()),
                    found.whole(),
                    found.tooShort(),
                    EvaluationOverlap.SHORT));
            found.examples().stream()
                    .limit(SHOWN)
                    .forEach(example -> out.append("  ").append(example).append('\n'));
        }
        return out.toString();
    }

    private static Map<String, Object> toJson(Neighbour near) {
        return Map.of("word", near.word(), "count", near.count(), "log_odds", near.logOdds(), "z", near.z());
    }

    private static double perMillion(long count, TextAudit audit) {
        return audit.words() == 0 ? 0 : 1e6 * count / audit.words();
    }

    private static Map<String, Object> toJson(TermGroups groups, TextAudit audit, Corpus text) {
        TermContexts contexts = audit.contexts();
        long[] occurrences = contexts.occurrences();
        List<Map<String, Object>> byGroup = new ArrayList<>();
        for (int g = 0; g < occurrences.length; g++) {
            TermGroups.Group group = groups.groups().get(g);
            List<Map<String, Object>> nearest =
                    contexts.nearest(g, KEPT).stream().map(AuditCommand::toJson).toList();
            byGroup.add(new TreeMap<>(Map.of(
                    "dimension",
                    group.dimension(),
                    "group",
                    group.name(),
                    "occurrences",
                    occurrences[g],
                    "per_million",
                    perMillion(occurrences[g], audit),
                    "neighbours",
                    nearest)));
        }
        NearDuplicates duplicates = audit.duplicates();
        Map<String, Object> json = new TreeMap<>();
        json.put(
                "text",
                Map.of(
                        "files",
                        text.files().size(),
                        "documents",
                        duplicates.documents(),
                        "paragraphs",
                        audit.paragraphs(),
                        "words",
                        audit.words()));
        json.put("groups", byGroup);
        json.put("terms", contexts.byTerm());
        json.put("forgotten_below", contexts.forgottenBelow());
        Map<String, Object> twice = new LinkedHashMap<>();
        twice.put("paragraphs", audit.repeated());
        twice.put("paragraphs_dropped", text.counts().duplicates());
        twice.put("documents_same_words", duplicates.same());
        twice.put("documents_alike", duplicates.near());
        twice.put("documents_not_remembered", duplicates.forgotten());
        twice.put("examples", duplicates.examples());
        json.put("duplicates", twice);
        json.put(
                "evaluation",
                audit.overlap().found().stream()
                        .map(found -> Map.of(
                                "file", found.file().toString(),
                                "texts", found.texts(),
                                "too_short", found.tooShort(),
                                "touched", found.touched(),
                                "nearly_whole", found.whole(),
                                "examples", found.examples()))
                        .toList());
        return json;
    }
}
