package io.github.electra4j.cli;

import io.github.electra4j.task.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong use: one message that names what was meant, where the help is, and exit code 2. */
final class UsageErrors implements IParameterExceptionHandler {
    /** The exit code for wrong use. */
    static final int WRONG_USE = 2;

    @Override
    public int handleParseException(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        boolean top = command.getParent() == null;
        if (top && args.length == 0) {
            command.usage(System.err);
            return WRONG_USE;
        }
        System.err.println("electra: " + message(exception, name, command, args));
        System.err.println(
                "electra: see `" + (top ? "electra help" : "electra help " + command.getCommandName()) + "`");
        if (CommonOptions.debugging(args)) {
            exception.printStackTrace(System.err);
        }
        return WRONG_USE;
    }

    private static String message(ParameterException exception, String name, CommandLine command, String[] args) {
        // A misspelt option explains a missing one, so it comes first; picocli stops at what it meets first.
        String mistyped = command.getParent() == null ? mistypedCommand(command, args) : null;
        if (mistyped != null) {
            return unknown(mistyped, name, command);
        }
        String option = unknownOption(command, args);
        if (option != null) {
            return "unknown option " + option + " of `" + name + "`" + hint(NearestName.of(option, options(command)));
        }
        List<String> unmatched =
                exception instanceof UnmatchedArgumentException u ? u.getUnmatched() : command.getUnmatchedArguments();
        if (!unmatched.isEmpty()) {
            return unknown(unmatched.get(0), name, command);
        }
        if (exception instanceof MissingParameterException missing) {
            String stray = Alternatives.stray(command.getCommandSpec(), args);
            if (stray != null) {
                return stray;
            }
            List<String> names = new ArrayList<>();
            // Of a group that is begun without what it needs, picocli names all arguments; of a choice, the first.
            List<ArgSpec> required = missing.getMissing().stream()
                    .filter(a ->
                            a.required() && (a.group() == null || !a.group().exclusive()))
                    .toList();
            for (ArgSpec argument : required) {
                String label = argument.paramLabel();
                names.add(argument.isOption() ? ((OptionSpec) argument).longestName() + " " + label : label);
            }
            if (!names.isEmpty()) {
                return "`" + name + "` needs " + String.join(" and ", names);
            }
        }
        // Three exceptions for the same: nothing chosen, two of one group, and a group that is begun twice.
        boolean ofAChoice = exception instanceof MissingParameterException
                || exception instanceof MutuallyExclusiveArgsException
                || exception instanceof MaxValuesExceededException;
        String choice = ofAChoice ? Alternatives.fault(command.getCommandSpec(), args) : null;
        if (choice != null) {
            return choice;
        }
        String message = String.valueOf(exception.getMessage()).replaceFirst("^Error: ", "");
        if (exception instanceof WrongUse.Refusal) {
            return message;
        }
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    /** What stands where a command does and is none; null where an option or a command stands there. */
    private static @Nullable String mistypedCommand(CommandLine top, String[] args) {
        String first = args.length == 0 ? "" : args[0];
        return first.isEmpty() || first.startsWith("-") || top.getSubcommands().containsKey(first) ? null : first;
    }

    /** The first argument of a command that looks like an option and is none of its options; null when there is none. */
    private static @Nullable String unknownOption(CommandLine command, String[] args) {
        List<String> known = options(command);
        for (String argument : ownArguments(command, args)) {
            String option = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
            if (!known.contains(option) && !isFlags(option, known) && looksLikeOption(option)) {
                return option;
            }
        }
        return null;
    }

    /** What stands behind the name of the command, or before that of its subcommand, and before "--". */
    private static List<String> ownArguments(CommandLine command, String[] args) {
        List<String> all = List.of(args);
        int from = command.getParent() == null ? 0 : 1 + all.indexOf(command.getCommandName());
        return all.subList(from, all.size()).stream()
                .takeWhile(argument ->
                        !argument.equals("--") && !command.getSubcommands().containsKey(argument))
                .toList();
    }

    /** "-" is a stream and "-1" a number, for picocli as well. */
    private static boolean looksLikeOption(String argument) {
        return argument.length() > 1 && argument.startsWith("-") && !argument.matches("-[\\d.]+([eE][-+]?\\d+)?");
    }

    /** Whether these are options of a letter each, in one word as in -qh. */
    private static boolean isFlags(String option, List<String> known) {
        return option.matches("-[A-Za-z]+")
                && option.substring(1).chars().allMatch(letter -> known.contains("-" + (char) letter));
    }

    private static List<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .toList();
    }

    /** The message for a word that nothing understands, with the nearest known command. */
    private static String unknown(String argument, String name, CommandLine command) {
        if (command.getParent() == null) {
            return "unknown command " + argument + hint(nearestCommand(command, argument));
        }
        return "`" + name + "` does not take the argument " + argument
                + "; if it is a value, the name of its option is missing before it";
    }

    /** The command nearest to a name; null when none is near. */
    static @Nullable String nearestCommand(CommandLine top, String name) {
        Collection<String> known = top.getSubcommands().keySet();
        return NearestName.of(name, known);
    }

    /** " (did you mean ...?)", or nothing. */
    static String hint(@Nullable String nearest) {
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }
}
