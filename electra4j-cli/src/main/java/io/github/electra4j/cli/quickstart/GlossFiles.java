package io.github.electra4j.cli.quickstart;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.data.Gloss;
import io.github.electra4j.data.WordNetTask;
import io.github.electra4j.data.WrongWordProbe;
import io.github.electra4j.task.LabeledText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** WordNet's glosses as files, for the quickstart and for every other command. */
public final class GlossFiles {
    /** The columns of the task's files. */
    public static final String TEXT = "text";

    /** The lexicographer class. */
    public static final String LABEL = "label";

    private GlossFiles() {}

    /** Writes text and rows where they are missing. */
    public static void write(WordNetTask task, QuickstartFolder folder) throws IOException {
        if (!Files.exists(folder.text())) {
            StringWriter text = new StringWriter();
            task.pretrainingText(text);
            AtomicFiles.writeString(folder.text(), text.toString());
        }
        write(task.train(), folder.rows("train"));
        write(task.dev(), folder.rows("dev"));
        write(task.test(), folder.rows("test"));
    }

    /**
     * Writes, where they are missing, rows that can be measured by any classifier of the training rows: those of the classes that these
     * have.
     */
    public static void writeKnown(WordNetTask task, List<Gloss> rows, Path file) throws IOException {
        Set<String> known = task.train().stream().map(Gloss::lexicographerClass).collect(Collectors.toSet());
        write(
                rows.stream()
                        .filter(gloss -> known.contains(gloss.lexicographerClass()))
                        .toList(),
                file);
    }

    /** Writes, where they are missing, the glosses of a probe as minimal pairs: the gloss, and the gloss with the wrong word. */
    public static void writePairs(WrongWordProbe probe, Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        StringBuilder rows = new StringBuilder("good\tbad\n");
        for (WrongWordProbe.Item item : probe.items()) {
            List<String> words = new ArrayList<>(item.words());
            words.set(item.index(), item.original());
            rows.append(String.join(" ", words))
                    .append('\t')
                    .append(item.text())
                    .append('\n');
        }
        AtomicFiles.writeString(file, rows.toString());
    }

    private static void write(List<Gloss> glosses, Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        StringBuilder rows = new StringBuilder(TEXT + "\t" + LABEL + "\n");
        for (Gloss gloss : glosses) {
            rows.append(gloss.text().replace('\t', ' '))
                    .append('\t')
                    .append(gloss.lexicographerClass())
                    .append('\n');
        }
        AtomicFiles.writeString(file, rows.toString());
    }

    /** The glosses as rows of {@code file}, the first behind its header. */
    public static List<LabeledText> rows(List<Gloss> glosses, Path file) {
        List<LabeledText> rows = new ArrayList<>();
        for (Gloss gloss : glosses) {
            rows.add(new LabeledText(null, gloss.text(), null, gloss.lexicographerClass(), file, rows.size() + 2));
        }
        return rows;
    }
}
