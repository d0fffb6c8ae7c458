package io.github.electra4j.cli;

import io.github.electra4j.evaluate.GroupScores;
import io.github.electra4j.evaluate.GroupScores.Gap;
import io.github.electra4j.evaluate.Interval;
import io.github.electra4j.task.AnsweredRows;
import io.github.electra4j.task.RowGroups;
import io.github.electra4j.task.TaskRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which group of people, sources or the like each row is of. */
final class GroupArguments {
    private static final int ROUNDS = 1000;

    /** Groups above which the column is no column of groups. */
    private static final int MOST_GROUPS = 100;

    @Option(
            names = "--group-column",
            paramLabel = "NAME",
            description =
                    "Score each group of rows that have the same in this column, and the gap between the best and the worst, with"
                            + " 95 %% intervals. For tables and JSONL with a row a line.")
    private @Nullable String column;

    /** Refuses the option where rows come from no file that could have the column. */
    void refuse(String why) {
        if (column != null) {
            throw new IllegalArgumentException("--group-column " + column + ": " + why);
        }
    }

    /** Reads the groups; null where none are asked for. */
    @Nullable
    RowGroups read(Path file, boolean header, List<? extends TaskRow> rows) throws IOException {
        if (column == null) {
            return null;
        }
        RowGroups groups = RowGroups.read(file, header, column, rows);
        int found = groups.of(rows).size();
        if (found > MOST_GROUPS) {
            throw new IllegalArgumentException("--group-column " + column + ": " + found + " groups, expected at most "
                    + MOST_GROUPS + "; name a column whose values come many times");
        }
        return groups;
    }

    /** Scores and prints groups, and gives them for programs. */
    Map<String, @Nullable Object> measured(RowGroups groups, AnsweredRows<?, ?, ?> answered, CommonOptions common) {
        Map<String, int[]> found = groups.of(answered.of().rows());
        String metric = answered.of().task().metric();
        GroupScores scores = GroupScores.of(
                found, metric, rows -> answered.pick(rows).evaluate(), answered.drawn(metric), ROUNDS, 1);
        System.out.print(toText(scores));
        scores.remarks().forEach(remark -> common.say("electra: " + remark));
        Map<String, @Nullable Object> json = scores.toJson();
        json.put("column", column);
        return json;
    }

    private String toText(GroupScores scores) {
        int width = Math.max(
                20,
                scores.groups().stream().mapToInt(g -> g.name().length()).max().orElse(0));
        StringBuilder text = new StringBuilder("\n");
        text.append(String.format(
                Locale.ROOT, "%-" + width + "s %7s %10s  %s%n", column, "rows", scores.metric(), "95 % interval"));
        for (GroupScores.Group group : scores.groups()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-" + width + "s %7d %10.4f  %s%s%n",
                    group.name(),
                    group.rows(),
                    group.evaluation().figure(scores.metric()),
                    toText(group.interval()),
                    group.isSmall() ? "  few rows" : ""));
        }
        Gap gap = scores.gap();
        if (gap != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-" + width + "s %7s %10.4f  %s  \"%s\" less \"%s\"%n",
                    "gap",
                    "",
                    gap.value(),
                    toText(gap.interval()),
                    gap.highest(),
                    gap.lowest()));
            text.append(String.format(
                    Locale.ROOT,
                    "Groups of these sizes dealt at random are %.4f apart on average, and as far as this in a share of %.3f (p).%n",
                    gap.byChance(),
                    gap.p()));
        }
        return text.toString();
    }

    private static String toText(@Nullable Interval interval) {
        return interval == null
                ? "undefined"
                : String.format(Locale.ROOT, "%.4f to %.4f", interval.low(), interval.high());
    }
}
