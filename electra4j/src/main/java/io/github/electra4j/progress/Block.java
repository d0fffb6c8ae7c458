package io.github.electra4j.progress;

import java.util.List;
import java.util.stream.Collectors;

/** A part of a report, one under another. All text is plain text: a report shows {@code <b>} as it is written. */
public sealed interface Block {
    /** The beginning of a section. */
    record Heading(String text) implements Block {}

    /** Some sentences. */
    record Paragraph(String text) implements Block {}

    /** Lines to be copied, such as the commands to try next. */
    record Code(String text) implements Block {}

    /** Blocks that a reader opens when wanted. */
    record Folded(String summary, List<Block> blocks) implements Block {
        public Folded {
            blocks = List.copyOf(blocks);
        }
    }

    /** What happened, in words, in order. */
    record Events(List<Event> events) implements Block {
        public Events {
            events = List.copyOf(events);
        }
    }

    /**
     * Something that happened.
     *
     * @param when the step, the time, the run
     * @param text one or more sentences
     */
    record Event(String when, String text) {}

    /**
     * A table; columns of numbers are set to the right.
     *
     * @param caption what the table shows; may be empty
     * @param columns the heads; the first column names the rows
     * @param rows each as long as the heads
     */
    record Table(String caption, List<String> columns, List<List<String>> rows) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).collect(Collectors.toUnmodifiableList());
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException("table \"" + caption + "\": row " + row + " has " + row.size()
                            + " cells, expected " + columns.size());
                }
            }
        }
    }

    /**
     * Curves over the same axes.
     *
     * @param title what the curves show
     * @param x what the horizontal axis counts, such as {@code step}
     * @param series the curves; those without a point are not shown
     */
    record LineChart(String title, String x, List<Series> series) implements Block {
        public LineChart {
            series = List.copyOf(series);
        }
    }

    /**
     * Amounts side by side, each with its name, its number and a bar.
     *
     * @param title what the bars show
     * @param unit what follows each number, such as {@code %}; may be empty
     * @param bars from top to bottom
     */
    record BarChart(String title, String unit, List<Bar> bars) implements Block {
        public BarChart {
            bars = List.copyOf(bars);
        }
    }

    /**
     * One bar of a bar chart.
     *
     * @param name what was measured
     * @param value the amount
     * @param deviation its standard deviation or error, shown as ±; 0 if there is none
     * @param highlight whether this is the bar that the chart is about
     */
    record Bar(String name, double value, double deviation, boolean highlight) {}

    /**
     * A text whose tokens have probabilities, such as that of being replaced: the more probable, the stronger the colour;
     * from one half on the number stands under the token as well.
     *
     * @param caption what the probabilities mean
     * @param tokens the text in its order
     */
    record Tokens(String caption, List<Token> tokens) implements Block {
        public Tokens {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * One token of a text.
     *
     * @param text the token; {@code ##} at its beginning joins it to the one before
     * @param probability from 0 to 1
     * @param marked whether it is known to be one of those looked for; underlined
     */
    record Token(String text, double probability, boolean marked) {
        public Token {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "token \"" + text + "\": probability " + probability + ", expected 0 to 1");
            }
        }
    }
}
