package io.github.electra4j.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** A command as it was given, for the provenance of what it makes: in a form that a POSIX shell reads as the same command. */
final class GivenCommand {
    /** What no shell takes for something else. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_./:=,@%+-]+");

    private GivenCommand() {}

    static String of(CommandSpec spec) {
        return of(spec.root().commandLine().getParseResult().originalArgs());
    }

    static String of(List<String> arguments) {
        return "electra " + arguments.stream().map(GivenCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
