package io.github.electra4j.train.study;

import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.sets.SetFolder;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.train.finetune.FineTuningData;
import java.io.IOException;
import java.nio.file.Path;

/** Where the rows of a study's task come from. */
public sealed interface StudyRows {
    /** The kind of task. */
    TaskKind<?> kind();

    /** Reads them. */
    FineTuningData read() throws IOException;

    /**
     * Two files.
     *
     * @param kind of task
     * @param train labelled rows to learn from
     * @param dev labelled rows to measure on
     * @param columns of both files
     */
    record OfFiles(TaskKind<?> kind, Path train, Path dev, Columns columns) implements StudyRows {
        @Override
        public FineTuningData read() throws IOException {
            return FineTuningData.read(kind, train, dev, columns, TaskOptions.NONE);
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
        public FineTuningData read() throws IOException {
            return FineTuningData.read(SetFolder.find(set, folder), kind(), TaskOptions.NONE);
        }
    }
}
