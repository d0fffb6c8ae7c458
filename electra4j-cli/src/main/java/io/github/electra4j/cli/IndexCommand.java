package io.github.electra4j.cli;

import io.github.electra4j.documents.index.DocumentIndexer;
import io.github.electra4j.documents.index.IndexProgress;
import io.github.electra4j.documents.index.IndexReport;
import io.github.electra4j.documents.index.IndexSettings;
import io.github.electra4j.documents.index.Language;
import io.github.electra4j.documents.passage.PassageSize;
import io.github.electra4j.progress.ProgressLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code electra index}: documents in, an index of their passages out. */
@Command(
        name = "index",
        header = "Documents in, an index of their passages out.",
        description = {
            "Reads text (.txt), Markdown (.md), HTML and PDF in folders, also packed as .gz, .xz or .zst, cuts them into passages and indexes"
                    + " these for `electra ask`.%n",
            "The same command later brings the index up to date: what has not changed is not read again, what has gone leaves. Killed at any"
                    + " moment, it goes on. Files that give no text are named, and stop nothing."
        },
        footer = {
            "%nExamples:",
            "  electra index handbook/ --out runs/handbook",
            "  electra index contracts/ faq.html --language german --out runs/contracts"
        })
final class IndexCommand implements Callable<Integer> {
    /** Failures that are named one by one; more are counted. */
    private static final int SHOWN = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "FOLDER",
            description = "Folders, looked through to the bottom, or files.",
            showDefaultValue = Visibility.NEVER)
    private List<Path> sources = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    @Option(
            names = "--out",
            required = true,
            paramLabel = "INDEX",
            description = "Folder of the index; holds what the folders named hold, and nothing else.")
    private Path out;

    @Option(
            names = "--language",
            paramLabel = "NAME",
            defaultValue = "english",
            description =
                    "By whose rules words are brought to their stems, such as english, german, turkish, cjk; any for none.")
    private String language = "english";

    @Option(
            names = "--passage-words",
            paramLabel = "N",
            defaultValue = "120",
            description = "Words of a passage at most.")
    private int passageWords;

    @Option(
            names = "--overlap-words",
            paramLabel = "N",
            description =
                    "Words that passages of one long paragraph share at most. Default: 30, or half of --passage-words where"
                            + " that is less.",
            showDefaultValue = Visibility.NEVER)
    private @Nullable Integer overlapWords;

    @Option(
            names = "--commit-every",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "What is done is safe after so many seconds.")
    private double commitEvery;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        Integer overlap = overlapWords;
        IndexSettings settings = WrongUse.unless(
                spec,
                () -> new IndexSettings(
                        Language.of(language),
                        overlap == null ? PassageSize.of(passageWords) : new PassageSize(passageWords, overlap)));
        if (!(commitEvery >= 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--commit-every " + commitEvery + ": expected 0 or more seconds");
        }
        OutputPlace.checkFolder(out, "--out");
        json.check();
        StopSignal stop = StopSignal.install();
        IndexReport report;
        try (Line line = new Line(common.quiet())) {
            report = new DocumentIndexer(out, settings, commitEvery).index(sources, line, stop);
        }
        say(report);
        json.write(new TreeMap<>(Map.of(
                "added", report.added(),
                "replaced", report.replaced(),
                "unchanged", report.unchanged(),
                "removed", report.removed(),
                "failures", report.failures(),
                "other_files", report.others(),
                "passages", report.passages(),
                "finished", report.finished())));
        return report.finished() ? 0 : stop.exitCode();
    }

    private void say(IndexReport report) {
        report.failures().stream().limit(SHOWN).forEach(failure -> System.err.println("electra: " + failure));
        if (report.failures().size() > SHOWN) {
            System.err.println("electra: and " + (report.failures().size() - SHOWN) + " more; --json lists all");
        }
        if (!report.others().isEmpty()) {
            common.say("electra: passed over files of other kinds: "
                    + String.join(
                            ", ",
                            new TreeMap<>(report.others())
                                    .entrySet().stream()
                                            .map(other -> other.getValue() + " " + other.getKey())
                                            .toList()));
        }
        common.say("electra: " + out + ": " + report.passages() + " passages; " + report.added() + " files new, "
                + report.replaced() + " changed, " + report.unchanged() + " unchanged, " + report.removed()
                + " gone, " + report.failures().size() + " without text"
                + (report.finished() ? "" : "; stopped, the same command goes on"));
    }

    /** The progress line. */
    private static final class Line implements IndexProgress, AutoCloseable {
        private final boolean quiet;
        private @Nullable ProgressLine line;

        Line(boolean quiet) {
            this.quiet = quiet;
        }

        @Override
        public void begins(long bytes) {
            line = quiet ? null : ProgressLine.start("index", bytes, "bytes");
        }

        @Override
        public void read(long bytes, int files, int failures) {
            ProgressLine shown = line;
            if (shown != null) {
                shown.update(bytes, () -> files + " files" + (failures == 0 ? "" : ", " + failures + " without text"));
            }
        }

        @Override
        public void close() {
            if (line != null) {
                line.close();
            }
        }
    }
}
