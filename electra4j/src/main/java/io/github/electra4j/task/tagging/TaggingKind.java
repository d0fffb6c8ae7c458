package io.github.electra4j.task.tagging;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reading of tagged texts, and the tagging that they teach. */
final class TaggingKind implements TaskKind<TaggedText> {
    static final String SCHEME = "scheme";
    static final String STRIDE = "stride";

    private static final String NAME = "tagging";
    private static final String TEXT = "text";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String metric() {
        return "f1";
    }

    @Override
    public Columns columns() {
        return new Columns(ConllReader.FIRST, null, ConllReader.LAST, null, false);
    }

    @Override
    public RowReader<TaggedText> open(Path file, Columns columns) throws IOException {
        return TaggedTextReader.open(file, columns);
    }

    @Override
    public Set<String> keys() {
        return Set.of(TEXT);
    }

    @Override
    public TaggedText ofObject(JsonRow object) {
        return TaggedText.of(object.text(TEXT));
    }

    @Override
    public TaggedText ofLine(String line, @Nullable Columns columns, long number) {
        return TaggedText.of(line);
    }

    @Override
    public List<String> texts(TaggedText row) {
        return List.of(row.text());
    }

    @Override
    public Task<TaggedText, ?, ?> learned(List<TaggedText> train, TaskOptions options) {
        options.requireOnly(NAME, STRIDE);
        return Tagging.of(train, options.whole(STRIDE, 0, 1));
    }

    @Override
    public Task<TaggedText, ?, ?> restored(TaskSettings settings, String source) {
        TagScheme scheme;
        try {
            scheme = TagScheme.valueOf(settings.text(SCHEME, source).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    source + ": extra." + SCHEME + ": expected one of " + Arrays.toString(TagScheme.values()), e);
        }
        return new Tagging(settings.labels(), scheme, (int) settings.number(STRIDE, source));
    }

    @Override
    public @Nullable Task<TaggedText, ?, ?> foreign(Architecture architecture, List<String> labels) {
        if (architecture != Architecture.TAGGER) {
            return null;
        }
        // Hugging Face's default for a configuration that names no labels is two of them.
        List<String> names = labels.isEmpty() ? List.of("LABEL_0", "LABEL_1") : labels;
        return new Tagging(names, TagScheme.of(names.stream().map(List::of).toList()), 0);
    }
}
