package io.github.electra4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code electra} command: the list of the commands, and how they are run.
 *
 * <p>Exit codes: 0 done; 1 the work failed; 2 wrong use; 130 or 143 stopped by SIGINT or SIGTERM with the work so far
 * saved; 141 the reader of the output has gone, as for any program in a pipe.
 */
@Command(
        name = "electra",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        header = "ELECTRA on the JVM, from raw text to a measured model.%n",
        commandListHeading = "%nCommands:%n",
        description = {
            "%nText becomes a vocabulary, examples, a pre-trained encoder, fine-tuned models and measured scores. Each step"
                    + " is a command; `electra help COMMAND` teaches it with examples.%n"
        },
        footer = {
            "%nOn text of your own, in one command, or step by step:%n",
            "  electra pretrain --text corpus/ --config small --out runs/mine",
            "%n  electra vocab    --text corpus/ --size 30522 --out vocab.txt",
            "  electra examples --text corpus/ --vocab vocab.txt --length 128 --out examples/",
            "  electra pretrain --examples examples/ --config small --out runs/mine",
            "%nExit codes: 0 done, 1 the work failed, 2 wrong use."
        },
        subcommands = {
            QuickstartCommand.class,
            VocabCommand.class,
            TokenizeCommand.class,
            ExamplesCommand.class,
            PlanCommand.class,
            PretrainCommand.class,
            FineTuneCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            GlueCommand.class,
            DetectCommand.class,
            ScoreCommand.class,
            EncodeCommand.class,
            IndexCommand.class,
            AskCommand.class,
            IndexPairsCommand.class,
            IndexEvaluateCommand.class,
            BiasCommand.class,
            AuditCommand.class,
            ChatCommand.class,
            ServeCommand.class,
            ImageCommand.class,
            StudyCommand.class,
            ReportCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @CommandLine.Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it itself
    private boolean version;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it itself
    private boolean help;

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        // A full pipe or disk must be noticed, which the JVM's own does not.
        StandardOutput out = StandardOutput.install();
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        int code = run(args);
        IOException lost = out.failure();
        System.exit(
                code == 0 && lost != null ? Failures.report(lost, System.err, CommonOptions.debugging(args)) : code);
    }

    /** Runs one command in this JVM and returns its exit code. */
    static int run(String... args) {
        try {
            return commandLine().execute(args);
        } catch (Error e) {
            // Errors pass picocli by; out of memory and missing natives deserve advice.
            return Failures.report(e, System.err, CommonOptions.debugging(args));
        }
    }

    /** The command line with every command, its help and its error messages set up. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        UsageErrors wrongUse = new UsageErrors();
        line.setParameterExceptionHandler(wrongUse);
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            String[] args = parsed.originalArgs().toArray(String[]::new);
            return exception instanceof PlaceTakenException taken
                    ? wrongUse.handleParseException(WrongUse.of(command.getCommandSpec(), taken), args)
                    : Failures.report(exception, System.err, CommonOptions.debugging(args));
        });
        line.setUsageHelpWidth(110);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setAbbreviatedOptionsAllowed(false);
        // A text or a name that begins with @ is meant as it is, and not a file of arguments.
        line.setExpandAtFiles(false);
        // `--text corpus/ --sise 300` is a misspelt option, not two more files; a file -x is given as ./-x.
        line.setUnmatchedOptionsAllowedAsOptionParameters(false);
        for (CommandLine command : line.getSubcommands().values()) {
            command.getCommandSpec().versionProvider(new Version());
            command.getCommandSpec().usageMessage().showDefaultValues(true).sortOptions(false);
            command.getCommandSpec()
                    .usageMessage()
                    .synopsisHeading("%nUsage: ")
                    .descriptionHeading("%n")
                    .optionListHeading("%nOptions:%n");
        }
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
