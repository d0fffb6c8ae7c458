package io.github.electra4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code electra doctor}: what the machine offers, and what to change to be faster. */
@Command(
        name = "doctor",
        header = "What this machine offers, and what to change to be faster.",
        description =
                "Looks at the machine: Java, processor, memory, disk, allocator, native libraries and the speed of"
                        + " matrix products; then says what to change to be faster.",
        footer = {"%nExamples:", "  electra doctor", "  electra doctor --json doctor.json"})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    @SuppressWarnings("UnusedVariable") // there for its options: nothing here is quieter for --quiet
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        json.check();
        Map<String, Object> figures = new TreeMap<>();
        List<String> advice = new ArrayList<>();
        for (Finding finding : new MachineCheckup(Path.of("/"), System.getenv()).findings()) {
            show(finding, figures, advice);
        }
        show(EngineCheckup.measure(), figures, advice);
        figures.put("advice", advice);
        System.out.println();
        System.out.println(advice.isEmpty() ? "Nothing to change." : "What to change:");
        advice.forEach(line -> System.out.println("- " + line));
        json.write(figures);
        return 0;
    }

    private static void show(Finding finding, Map<String, Object> figures, List<String> advice) {
        System.out.printf("%-11s%s%n", finding.topic(), finding.found());
        figures.putAll(finding.figures());
        advice.addAll(finding.advice());
    }
}
