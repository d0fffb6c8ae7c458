/**
 * The command line: one class a command, listed in {@link io.github.electra4j.cli.Main}; arguments come in, figures and
 * files go out. Nothing comes after it.
 *
 * <p>A command is a {@code @Command} class which implements {@code Callable<Integer>} and has the mixins it needs:
 * {@link io.github.electra4j.cli.CommonOptions} always, {@link io.github.electra4j.cli.CorpusArguments} if it reads text,
 * {@link io.github.electra4j.cli.JsonOption} if it measures. It throws what goes wrong
 * ({@link io.github.electra4j.cli.Failures} makes one line of it), and work that takes long asks a
 * {@link io.github.electra4j.cli.StopSignal} after each step.
 */
@NullMarked
package io.github.electra4j.cli;

import org.jspecify.annotations.NullMarked;
