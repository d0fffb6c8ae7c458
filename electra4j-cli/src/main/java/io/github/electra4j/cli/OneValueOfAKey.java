package io.github.electra4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Fills an option KEY=VALUE that may be given several times; of two values of one key, picocli alone would keep the last in silence. */
final class OneValueOfAKey implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's stack
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        String name = ((OptionSpec) option).longestName();
        String given = arguments.isEmpty() ? "" : arguments.pop();
        int equals = given.indexOf('=');
        if (equals < 1) {
            throw new ParameterException(
                    command.commandLine(),
                    name + (given.isEmpty() ? "" : " " + given) + ": expected " + option.paramLabel());
        }
        Map<String, String> values = new LinkedHashMap<>(option.<Map<String, String>>getValue());
        String key = given.substring(0, equals);
        String value = given.substring(equals + 1);
        String before = values.putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
            throw new ParameterException(
                    command.commandLine(),
                    name + " " + key + "=" + before + " and " + name + " " + given + " differ; leave one of them out");
        }
        option.setValue(values);
    }
}
