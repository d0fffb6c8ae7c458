package io.github.electra4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code electra doctor}: what the machine offers, and what to change to be faster. */
@Command(
        name = "doctor",
        description =
                "Looks at the machine: Java, processor, memory, disk, allocator, native libraries and the speed of"
                        + " matrix products; then says what to change to be faster.",
        footer = {"%nExamples:", "  electra doctor", "  electra doctor --json doctor.json"})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        json.check();
        List<Finding> findings = new MachineCheckup(Path.of("/"), System.getenv()).findings();
        Map<String, Object> figures = new TreeMap<>();
        for (Finding finding : findings) {
            System.out.printf("%-11s%s%n", finding.topic(), finding.found());
            figures.putAll(finding.figures());
        }
        List<String> advice =
                findings.stream().flatMap(f -> f.advice().stream()).toList();
        figures.put("advice", advice);
        System.out.println();
        System.out.println(advice.isEmpty() ? "Nothing to change." : "What to change:");
        advice.forEach(line -> System.out.println("- " + line));
        json.write(figures);
        return 0;
    }
}
