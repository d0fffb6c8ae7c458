package io.github.electra4j.cli;

import io.github.electra4j.json.JsonFault;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Turns what a command throws into a message and an exit code. What the user can mend (a file, a value, memory) becomes
 * one message without stack trace; anything else is a fault of the program, and is printed whole.
 */
final class Failures {
    /** The exit code for work that failed. */
    static final int FAILED = 1;

    /** The exit code when the reader of our output has gone: 128 + SIGPIPE, as the shell gives for other programs. */
    static final int BROKEN_PIPE = 141;

    private Failures() {}

    /** Prints the message for a failure and returns the exit code. */
    static int report(Throwable thrown, PrintStream err, boolean debug) {
        Throwable cause = unwrap(thrown);
        if (isBrokenPipe(cause)) {
            return BROKEN_PIPE;
        }
        String message = messageFor(cause);
        if (message == null) {
            err.println("electra: an error in electra4j itself, please report it with the lines below ("
                    + Version.ofElectra4j() + ", Java " + System.getProperty("java.version") + "):");
            cause.printStackTrace(err);
            return FAILED;
        }
        err.println("electra: " + message);
        if (debug) {
            cause.printStackTrace(err);
        }
        return FAILED;
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable inner = thrown.getCause();
        boolean wrapper = thrown instanceof UncheckedIOException
                || thrown instanceof CompletionException
                || thrown instanceof ExecutionException
                || isCopy(thrown);
        return wrapper && inner != null ? unwrap(inner) : thrown;
    }

    /** Whether it is a failure of another thread, wrapped into one of its kind by {@link java.util.concurrent.ForkJoinTask}. */
    private static boolean isCopy(Throwable thrown) {
        Throwable inner = thrown.getCause();
        return inner != null
                && inner.getClass() == thrown.getClass()
                && inner.toString().equals(thrown.getMessage());
    }

    /** Whether a write failed because the program that reads our output has ended, as {@code head} does. */
    static boolean isBrokenPipe(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown instanceof IOException
                && message != null
                && message.toLowerCase(Locale.ROOT).contains("broken pipe");
    }

    /** What to tell the user; null when it is no failure of theirs. */
    static @Nullable String messageFor(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            long mib = Runtime.getRuntime().maxMemory() >> 20;
            return "out of memory (" + cause.getMessage() + "): the Java heap may grow to " + mib
                    + " MiB. Give it more with ELECTRA_JAVA_OPTS=-Xmx" + Math.max(2, mib >> 9) + "g";
        }
        if (cause instanceof LinkageError && !(cause instanceof ExceptionInInitializerError)) {
            return "a library could not be loaded: " + cause.getMessage()
                    + "; `electra doctor` looks at the machine, and deleting electra4j-cli/target builds anew";
        }
        if (cause instanceof FileSystemException exception) {
            return fileSystemMessage(exception);
        }
        if (cause instanceof JacksonException exception) {
            return "a JSON file is broken: " + JsonFault.syntax(exception) + "; --debug shows where it was read";
        }
        if (cause instanceof IOException || cause instanceof IllegalArgumentException) {
            String message = cause.getMessage();
            if (message == null) {
                return null;
            }
            if (message.contains("No space left on device")) {
                return message + ": free some space or choose another folder with --out";
            }
            return message;
        }
        return null;
    }

    /** The JDK's file exceptions carry the path and often nothing else: the class is the message. */
    private static String fileSystemMessage(FileSystemException exception) {
        String path = exception.getFile();
        String reason = exception.getReason();
        if (path == null) {
            return String.valueOf(exception.getMessage());
        }
        if (reason == null && path.contains(": ")) {
            return path; // a whole sentence in place of the path
        }
        if (reason != null && reason.contains("No space left on device")) {
            return path + ": no space left on the disk; free some or choose another folder with --out";
        }
        if (reason != null && reason.contains("Read-only file system")) {
            return path + ": cannot be written, its file system is read-only; choose another folder with --out";
        }
        if (reason != null) {
            return path + ": " + reason;
        }
        if (exception instanceof NoSuchFileException) {
            return path + ": no such file or folder";
        }
        if (exception instanceof AccessDeniedException) {
            return path + ": permission denied";
        }
        if (exception instanceof FileAlreadyExistsException) {
            return path + ": exists already";
        }
        if (exception instanceof NotDirectoryException) {
            return path + ": is a file, a folder was expected";
        }
        return String.valueOf(exception.getMessage());
    }
}
