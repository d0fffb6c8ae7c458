package io.github.electra4j.cli;

import io.github.electra4j.task.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
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
        // A misspelt option explains a missing one, so it comes first; picocli reports the missing one alone.
        List<String> unmatched =
                exception instanceof UnmatchedArgumentException u ? u.getUnmatched() : command.getUnmatchedArguments();
        if (!unmatched.isEmpty()) {
            return unknown(unmatched.get(0), name, command);
        }
        if (exception instanceof MissingParameterException missing) {
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
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    /** The message for an argument that nothing understands, with the nearest known one. */
    private static String unknown(String argument, String name, CommandLine command) {
        if (argument.startsWith("-") && argument.length() > 1) {
            String option = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
            List<String> known = command.getCommandSpec().options().stream()
                    .flatMap(o -> List.of(o.names()).stream())
                    .collect(Collectors.toList());
            return "unknown option " + option + " of `" + name + "`" + hint(NearestName.of(option, known));
        }
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
