package io.github.electra4j.cli;

import java.util.Arrays;
import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {
    @Option(
            names = {"-q", "--quiet"},
            description = "No progress and no remarks on standard error, only errors.",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private boolean quiet;

    @Option(
            names = "--debug",
            description = "Log more, and print the stack trace of an error (as does ELECTRA_DEBUG=1).",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    @SuppressWarnings("UnusedVariable") // asked of the raw arguments, see debugging
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help and exit.",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    @SuppressWarnings("UnusedVariable") // picocli acts on it itself
    private boolean help;

    // Understood wherever somebody writes it; the help of `electra` lists it once.
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            hidden = true,
            description = "Print the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli prints the version where it is set
    private boolean version;

    /** Whether progress and remarks are unwanted. */
    boolean quiet() {
        return quiet;
    }

    /** Prints a remark for the user on standard error, unless they are unwanted. */
    void say(String remark) {
        if (!quiet) {
            System.err.println(remark);
        }
    }

    /** Whether stack traces are wanted: asked of the raw arguments, since errors may come before they are parsed. */
    static boolean debugging(String[] args) {
        return "1".equals(System.getenv("ELECTRA_DEBUG")) || Arrays.asList(args).contains("--debug");
    }
}
