package io.github.electra4j.train.study;

import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.sets.SetFolder;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.train.finetune.FineTuningData;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the rows of a study's task come from. */
public sealed interface StudyRows {
    /** The kind of task. */
    TaskKind<?> kind();

    /** What is chosen on. */
    Selection selection();

    /** Reads them. */
    FineTuningData read() throws IOException;

    /**
     * Files of one's own.
     *
     * @param kind of task
     * @param train labelled rows to learn from
     * @param dev labelled rows to measure on
     * @param select labelled rows to choose on; null to hold some of the training rows out
     * @param columns of all files
     */
    record OfFiles(
            TaskKind<?> kind,
            Path train,
            Path dev,
            @Nullable Path select,
            Columns columns) implements StudyRows {
        @Override
        public Selection selection() {
            return select == null ? Selection.HELD_OUT : Selection.FILE;
        }

        @Override
        public FineTuningData read() throws IOException {
            return FineTuningData.read(kind, train, dev, select, columns, TaskOptions.NONE);
        }
    }

    /**
     * The official files of a named set.
     *
     * @param folder of the set, or one above it
     */
    record OfSet(NamedSet set, Path folder) implements StudyRows {
        @Override
        public TaskKind<?> kind() {
            return set.kind();
        }

        @Override
        public Selection selection() {
            return Selection.HELD_OUT;
        }

        @Override
        public FineTuningData read() throws IOException {
            return FineTuningData.read(SetFolder.find(set, folder), kind(), TaskOptions.NONE);
        }
    }
}
