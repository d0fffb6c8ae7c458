package io.github.electra4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code electra} command. */
@Command(
        name = "electra",
        mixinStandardHelpOptions = true,
        description = "ELECTRA on the JVM, from raw text to a measured model.")
public final class Main {
    private Main() {}

    /** Runs the command line; exit code 0 done, 1 the work failed, 2 wrong use. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
