package io.github.electra4j.cli;

import io.github.electra4j.train.finetune.SettingException;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Values of options that are checked by the library, not by picocli. */
final class WrongUse {
    private WrongUse() {}

    /** A message of our own, which may begin with the name of a file. */
    static final class Refusal extends ParameterException {
        private static final long serialVersionUID = 1L;

        private Refusal(CommandLine command, String message, IllegalArgumentException cause) {
            super(command, message, cause);
        }
    }

    /**
     * Makes settings from options; a value out of range, which the settings refuse, is wrong use (exit code 2) and not
     * work that failed.
     */
    static <T> T unless(CommandSpec command, Supplier<T> settings) {
        try {
            return settings.get();
        } catch (SettingException e) {
            throw of(command, e);
        } catch (IllegalArgumentException e) {
            throw of(command, e);
        }
    }

    /** What an option, or the file that it names, does not allow. */
    static ParameterException of(CommandSpec command, IllegalArgumentException e) {
        return new Refusal(command.commandLine(), byOption(command, String.valueOf(e.getMessage())), e);
    }

    /** A setting that the library refuses, under the name of its option. */
    static ParameterException of(CommandSpec command, SettingException e) {
        String option = "--" + e.setting().replace('_', '-');
        String given = e.found().isEmpty() ? option : option + " " + e.found();
        return new Refusal(command.commandLine(), given + ": " + e.advice(), e);
    }

    /** Settings begin their messages with the name of a component, as in "minCount: 0"; the user knows it as --min-count. */
    private static String byOption(CommandSpec command, String message) {
        int end = Math.max(0, message.indexOf(':'));
        String option =
                "--" + message.substring(0, end).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return command.findOption(option) == null ? message : option + message.substring(end);
    }
}
