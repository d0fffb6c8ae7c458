package io.github.electra4j.cli;

import picocli.CommandLine.Model.CommandSpec;

/** A command as it was given, for the provenance of what it makes. */
final class GivenCommand {
    private GivenCommand() {}

    static String of(CommandSpec spec) {
        return "electra "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    }
}
