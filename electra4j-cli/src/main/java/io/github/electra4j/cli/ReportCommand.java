package io.github.electra4j.cli;

import io.github.electra4j.progress.Report;
import io.github.electra4j.progress.RunView;
import io.github.electra4j.train.finetune.FineTuningReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code electra report}: run directories in, one HTML file with their curves out. */
@Command(
        name = "report",
        description = {
            "Writes one HTML file about a run, or about several side by side: last figures, curves, events, settings,"
                    + " provenance; about one fine-tuning its scores, confusion and curves, as finetune does. Runs may still be"
                    + " going; the file needs no network."
        },
        footer = {"%nExamples:", "  electra report runs/mine", "  electra report runs/a runs/b --out compared.html"})
final class ReportCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run directories, finished or still going.")
    private List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write; else report.html in the run directory, or here for several runs.")
    private @Nullable Path out;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        Path file = out != null ? out : runs.size() == 1 ? runs.get(0).resolve("report.html") : Path.of("report.html");
        OutputPlace.checkFile(file, "--out");
        if (runs.size() == 1 && FineTuningReport.isOf(runs.get(0))) {
            FineTuningReport.write(runs.get(0), file);
            common.say("wrote " + file);
            return 0;
        }
        for (Path run : runs) {
            Path own = run.resolve(FineTuningReport.NAME);
            if (FineTuningReport.isOf(run) && Files.exists(file) && Files.exists(own) && Files.isSameFile(file, own)) {
                throw new IllegalArgumentException(
                        file + ": is the report of one of the runs; name another file with --out");
            }
        }
        List<RunView> views = new ArrayList<>();
        for (Path run : runs) {
            views.add(RunView.read(run));
        }
        Set<String> names = views.stream().map(RunView::name).collect(Collectors.toCollection(HashSet::new));
        if (names.size() < views.size()) {
            // Directories of one name in several places are told apart by their paths.
            views.replaceAll(view -> view.named(view.directory().toString()));
        }
        String title = views.stream().map(RunView::name).collect(Collectors.joining(", "));
        Report.write(file, views, List.of(), title);
        common.say("wrote " + file);
        return 0;
    }
}
