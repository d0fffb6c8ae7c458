package io.github.electra4j.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that nothing would come of: who gives one expects something of it. */
final class UnreadOptions {
    private UnreadOptions() {}

    /**
     * Refuses those of these options that were given.
     *
     * @param why they are not read, behind the option's name
     */
    static void refuse(CommandSpec command, String why, String... options) {
        for (String option : options) {
            if (command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(command.commandLine(), option + " " + why + "; leave it out");
            }
        }
    }
}
