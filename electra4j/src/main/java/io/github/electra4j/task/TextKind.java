package io.github.electra4j.task;

import io.github.electra4j.checkpoint.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reading of texts and pairs of texts, from tables whose columns the user names. */
abstract class TextKind implements TaskKind<LabeledText> {
    private static final String TEXT = "text";
    private static final String PAIR = "pair";

    static boolean isOfTexts(Architecture architecture) {
        return architecture == Architecture.CLASSIFIER || architecture == Architecture.LINEAR_CLASSIFIER;
    }

    /** What the options ask for; they have no others. */
    final LongTexts longTexts(TaskOptions options) {
        options.requireOnly(name(), LongTexts.NAME, LongTexts.STRIDE);
        return LongTexts.of(options);
    }

    @Override
    public final Task<LabeledText, ?, ?> learned(List<LabeledText> train, TaskOptions options) {
        return learned(train, options, new KnownLabels(List.of(), null));
    }

    @Override
    public abstract Task<LabeledText, ?, ?> learned(List<LabeledText> train, TaskOptions options, KnownLabels known);

    @Override
    public final @Nullable Columns columns() {
        return null;
    }

    @Override
    public final RowReader<LabeledText> open(Path file, Columns columns) throws IOException {
        return LabeledTextReader.open(file, columns);
    }

    @Override
    public final List<LabeledText> readOfficial(Path file, Columns columns, List<String> splits, List<String> broken)
            throws IOException {
        return splits.isEmpty() ? LabeledTextReader.readWhole(file, columns, broken) : SplitsFile.read(file, splits);
    }

    @Override
    public final Set<String> keys() {
        return Set.of(TEXT, PAIR);
    }

    @Override
    public final LabeledText ofObject(JsonRow object) {
        return LabeledText.of(object.text(TEXT), object.textOrNull(PAIR));
    }

    /** The two texts of a pair have a TAB between them. */
    @Override
    public final LabeledText ofLine(String line, @Nullable Columns columns, long number) {
        int tab = line.indexOf('\t');
        if (columns != null && columns.pair() == null) {
            return LabeledText.of(line, null);
        }
        if (tab < 0 && columns != null) {
            throw new IllegalArgumentException("standard input, line " + number
                    + ": no TAB, and the model judges pairs; write both texts on a line with a TAB between");
        }
        return tab < 0 ? LabeledText.of(line, null) : LabeledText.of(line.substring(0, tab), line.substring(tab + 1));
    }

    @Override
    public final LabeledText rewritten(LabeledText row, UnaryOperator<String> rewriting) {
        return new LabeledText(
                row.id(),
                rewriting.apply(row.text()),
                row.pair() == null ? null : rewriting.apply(row.pair()),
                row.label(),
                row.file(),
                row.line());
    }

    @Override
    public final List<String> texts(LabeledText row) {
        return Stream.of(row.text(), row.pair()).filter(text -> text != null).toList();
    }
}
