package io.github.electra4j.cli;

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
        description = "Prints what a command does, its options and examples.",
        footer = {"%nExamples:", "  electra help", "  electra help vocab"})
final class HelpCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command to explain; none lists them all.")
    private @Nullable String command;

    @Override
    public void run() {
        CommandLine top = spec.parent().commandLine();
        CommandLine explained = command == null ? top : top.getSubcommands().get(command);
        if (explained == null) {
            String name = String.valueOf(command);
            throw new ParameterException(
                    top, "unknown command " + name + UsageErrors.hint(UsageErrors.nearestCommand(top, name)));
        }
        explained.usage(System.out);
    }
}
