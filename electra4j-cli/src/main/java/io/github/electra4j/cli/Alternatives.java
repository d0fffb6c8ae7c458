package io.github.electra4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options of which one may be given, or must be, in a sentence; picocli has a grammar for it. */
final class Alternatives {
    private Alternatives() {}

    /** What is wrong with the choices of a command as these arguments make them, or null where nothing is. */
    static @Nullable String fault(CommandSpec command, String[] arguments) {
        List<String> given = given(arguments);
        for (ArgGroupSpec group : command.argGroups()) {
            if (!group.exclusive()) {
                continue;
            }
            List<String> all = new ArrayList<>();
            List<String> chosen = new ArrayList<>();
            for (List<OptionSpec> way : ways(group)) {
                all.add(name(way.get(0), true));
                way.stream()
                        .filter(option -> isGiven(option, given))
                        .findFirst()
                        .ifPresent(option -> chosen.add(name(option, false)));
            }
            String name = "`" + command.qualifiedName() + "`";
            if (chosen.size() > 1) {
                return name + " takes " + String.join(" or ", chosen) + ", not both";
            }
            if (chosen.isEmpty() && group.multiplicity().min() > 0) {
                return name + " needs " + String.join(" or ", all);
            }
        }
        return null;
    }

    /** Which option goes with another choice than the one that these arguments make, or null where none does. */
    static @Nullable String stray(CommandSpec command, String[] arguments) {
        List<String> given = given(arguments);
        for (ArgGroupSpec group : command.argGroups()) {
            if (!group.exclusive()) {
                continue;
            }
            String chosen = null;
            String stray = null;
            for (List<OptionSpec> way : ways(group)) {
                OptionSpec first = way.get(0);
                if (isGiven(first, given)) {
                    chosen = name(first, false);
                    continue;
                }
                for (OptionSpec option : way) {
                    if (isGiven(option, given)) {
                        stray = name(option, false) + " with " + name(first, false) + " only";
                    }
                }
            }
            if (chosen != null && stray != null) {
                return "`" + command.qualifiedName() + "` takes " + stray + ", and " + chosen
                        + " is given; leave one of them out";
            }
        }
        return null;
    }

    private static List<String> given(String[] arguments) {
        return Stream.of(arguments)
                .map(argument -> argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument)
                .toList();
    }

    private static boolean isGiven(OptionSpec option, List<String> given) {
        return Stream.of(option.names()).anyMatch(given::contains);
    }

    /** The options of each way to choose, that which stands for it first. */
    private static List<List<OptionSpec>> ways(ArgGroupSpec group) {
        List<List<OptionSpec>> ways = new ArrayList<>();
        for (ArgSpec argument : group.args()) {
            if (argument instanceof OptionSpec option) {
                ways.add(List.of(option));
            }
        }
        for (ArgGroupSpec inner : group.subgroups()) {
            ways.add(inner.args().stream()
                    .filter(OptionSpec.class::isInstance)
                    .map(OptionSpec.class::cast)
                    .sorted((a, b) -> Boolean.compare(b.required(), a.required()))
                    .collect(Collectors.toList()));
        }
        return ways;
    }

    private static String name(OptionSpec option, boolean withValue) {
        return option.longestName() + (withValue && option.arity().max() > 0 ? " " + option.paramLabel() : "");
    }
}
