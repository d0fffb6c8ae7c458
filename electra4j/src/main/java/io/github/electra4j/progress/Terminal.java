package io.github.electra4j.progress;

import java.io.BufferedReader;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Where progress is shown: one line that is written over and over at the bottom, everything else above it.
 *
 * <p>Progress goes to standard error, so that standard output holds results alone. No colours are used, so there are none
 * for {@code NO_COLOR} to switch off. Thread-safe.
 */
public final class Terminal {
    private static final int UNKNOWN_WIDTH = 80;
    private static final String ERASE = "\r\u001b[K";

    /** First and last characters of the blocks whose characters take two columns (Unicode, UAX #11). */
    private static final int[][] WIDE = {
        {0x1100, 0x115f}, // Hangul Jamo
        {0x2e80, 0xa4cf}, // radicals, Kana, ideographs, Yi
        {0xac00, 0xd7a3}, // Hangul syllables
        {0xf900, 0xfaff}, // compatibility ideographs
        {0xfe30, 0xfe6f}, // vertical and small forms
        {0xff00, 0xff60}, // full-width forms
        {0xffe0, 0xffe6},
        {0x1f300, 0x1faff}, // pictographs
        {0x20000, 0x3fffd}, // ideographs of the supplementary planes
    };

    private final PrintStream out;
    private final boolean live;
    private final IntSupplier width;
    private String shown = "";

    /**
     * A terminal of your own.
     *
     * @param out where it writes
     * @param live whether a line there can be written over; otherwise only whole lines are printed
     * @param width its columns, asked again for every line shown
     */
    public Terminal(PrintStream out, boolean live, IntSupplier width) {
        this.out = out;
        this.live = live;
        this.width = width;
    }

    /** The standard error of this process. */
    public static Terminal standardError() {
        return StandardError.TERMINAL;
    }

    /** Whether the standard output of this process is shown on a terminal that knows colours, and not a file or another program's. */
    public static boolean showsOutput() {
        return isTerminal(1);
    }

    /** Whether somebody types the standard input of this process. */
    public static boolean readsInput() {
        return isTerminal(0);
    }

    /** Whether a line can be written over here. */
    public boolean isLive() {
        return live;
    }

    /** Prints a line of its own, above the live line where there is one. */
    public synchronized void println(String text) {
        if (shown.isEmpty()) {
            out.println(text);
        } else {
            out.print(ERASE);
            out.println(text);
            out.print(shown);
        }
        out.flush();
    }

    /** Shows this as the live line, cut to the width of the terminal, in place of what it showed before. */
    synchronized void show(String line) {
        if (live) {
            // The last column stays free: many terminals wrap as soon as it is written.
            shown = cut(line, width.getAsInt() - 1);
            out.print(ERASE + shown);
            out.flush();
        }
    }

    /** Takes the live line away. */
    synchronized void clear() {
        if (!shown.isEmpty()) {
            shown = "";
            out.print(ERASE);
            out.flush();
        }
    }

    /** The beginning of a text that fits into so many columns, on one line, ending in an ellipsis where cut. */
    static String cut(String text, int columns) {
        StringBuilder fitting = new StringBuilder();
        int used = 0;
        int keep = 0; // length of the prefix that leaves room for the ellipsis
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isISOControl(c)) {
                c = ' ';
            }
            int wide = columns(c);
            if (used + wide > columns) {
                fitting.setLength(keep);
                return columns < 1 ? "" : fitting.append('…').toString();
            }
            fitting.appendCodePoint(c);
            used += wide;
            if (used < columns) {
                keep = fitting.length();
            }
        }
        return fitting.toString();
    }

    /** Columns that a character takes: none for marks set over another, two for the scripts of East Asia. */
    private static int columns(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (c >= range[0] && c <= range[1]) {
                return 2;
            }
        }
        return 1;
    }

    private static boolean isTerminal(int descriptor) {
        String term = System.getenv("TERM");
        boolean windows = File.separatorChar == '\\';
        if (!windows && (term == null || term.equals("dumb"))) {
            return false;
        }
        // Linux tells of each stream; elsewhere Java knows only of standard input and output together.
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
            } catch (IOException e) {
                return false;
            }
        }
        @SuppressWarnings("SystemConsoleNull") // from Java 22 on it is the other method that tells
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** Java 22 brought consoles without a terminal, and a method that tells them apart. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Made at first use, because finding the width starts a process. */
    private static final class StandardError {
        static final Terminal TERMINAL;

        static {
            boolean live = isTerminal(2);
            int columns = live ? measuredWidth() : UNKNOWN_WIDTH;
            TERMINAL = new Terminal(System.err, live, () -> columns);
        }

        private static int measuredWidth() {
            try {
                String columns = System.getenv("COLUMNS");
                if (columns != null) {
                    return Integer.parseInt(columns.trim());
                }
                Process stty = new ProcessBuilder("stty", "size")
                        .redirectInput(new File("/dev/tty"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try (BufferedReader answer =
                        new BufferedReader(new InputStreamReader(stty.getInputStream(), StandardCharsets.UTF_8))) {
                    String size = stty.waitFor(1, TimeUnit.SECONDS) ? answer.readLine() : null;
                    int found = size == null ? 0 : Integer.parseInt(size.split(" ")[1]);
                    return found > 0 ? found : UNKNOWN_WIDTH;
                }
            } catch (IOException | RuntimeException e) {
                return UNKNOWN_WIDTH;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return UNKNOWN_WIDTH;
            }
        }
    }
}
