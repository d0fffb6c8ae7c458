package io.github.electra4j.cli;

import io.github.electra4j.train.pretrain.Setting;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code electra help [COMMAND]}. */
@Command(
        name = "help",
        header = "Teaches a command, or lists all of them.",
        description = {
            "Prints what a command does, its options and examples. `electra help config` lists the settings of pre-training, as"
                    + " --set KEY=VALUE and the files of --config take them."
        },
        footer = {"%nExamples:", "  electra help", "  electra help vocab", "  electra help config"})
final class HelpCommand implements Callable<Integer> {
    /** The topic that is no command. */
    private static final String CONFIG = "config";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND",
            description = "The command to explain, or config; none lists them all.")
    private @Nullable String command;

    @Override
    public Integer call() throws IOException {
        if (CONFIG.equals(command)) {
            printSettings();
            return 0;
        }
        CommandLine top = spec.parent().commandLine();
        CommandLine explained = command == null ? top : top.getSubcommands().get(command);
        if (explained == null) {
            String name = String.valueOf(command);
            throw new ParameterException(
                    top, "unknown command " + name + UsageErrors.hint(UsageErrors.nearestCommand(top, name)));
        }
        explained.usage(System.out);
        return 0;
    }

    private static void printSettings() throws IOException {
        System.out.println(
                "Settings of pre-training: --set KEY=VALUE, or a JSON file of all of them for --config FILE; the"
                        + " files in config/ are\nexamples. Beside each, its value in small.\n");
        for (Setting setting : Setting.all()) {
            String values = setting.kind().contains("|") && !setting.small().matches("true|false")
                    ? " (" + setting.kind() + ")"
                    : "";
            System.out.printf("  %-28s %-10s %s%s%n", setting.key(), setting.small(), setting.meaning(), values);
        }
    }
}
