package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory of a run does not grow with its steps: of a whole process, with a loader, batches of every length, dropout, evaluations and
 * saved states. What is measured is anonymous memory; pages of mapped files, such as shards and libraries, are the system's to take back.
 */
@EnabledOnOs(OS.LINUX)
class PretrainMemoryIT {
    /** By then steps of all kinds have been, and the engine has the code for their shapes: parts are contrasted in the first tenth alone. */
    private static final int WARM_UP = 400;

    private static final int STEPS = 2_100;
    private static final int PART = 300;
    private static final long SLACK = 24;
    private static final Pattern STEP = Pattern.compile("\"step\":(\\d+)");
    private static final Pattern ANONYMOUS = Pattern.compile("RssAnon:\\s+(\\d+) kB");

    @TempDir
    private Path folder;

    /** The Java heap is resident from the start and stays so: what grows beside it is native. */
    @Test
    void pretraining_thousandsOfSteps_keepsAnonymousMemoryFlat() throws Exception {
        MadeUpText.write(folder.resolve("text"), 400_000);
        Process process = ElectraProcess.startWith(List.of("-Xms256m", "-XX:+AlwaysPreTouch"), folder, command());

        List<Long> early = new ArrayList<>();
        List<Long> late = new ArrayList<>();
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            long step = lastStep();
            long megabytes = anonymousMegabytes(process);
            if (megabytes > 0 && step >= WARM_UP && step < WARM_UP + PART) {
                early.add(megabytes);
            } else if (megabytes > 0 && step >= STEPS - PART) {
                late.add(megabytes);
            }
        }

        assertThat(process.exitValue()).isZero();
        assertThat(median(late) - median(early))
                .as("growth in MB since step %d, from %d MB", WARM_UP, median(early))
                .isLessThan(SLACK);
    }

    /** Medians, since a single look may meet an evaluation or a state being saved. */
    private static long median(List<Long> megabytes) {
        assertThat(megabytes).as("looks at a part of the run").hasSizeGreaterThan(3);
        return megabytes.stream().sorted().toList().get(megabytes.size() / 2);
    }

    private static String[] command() {
        return ("pretrain --text text --config tiny --vocab-size 400 --batch 8 --precision bf16 --replicas 2 --quiet"
                        + " --save-every 200 --evaluate-every 200 --set layers=1 --set length=48 --set hidden_size=32 --set embedding_size=32"
                        + " --set intermediate_size=64 --set contrastive_share=0.1 --set hidden_dropout=0.1 --set attention_dropout=0.1 --out run --steps "
                        + STEPS)
                .split(" ");
    }

    private long lastStep() throws IOException {
        Path log = folder.resolve("run/metrics.jsonl");
        return Files.exists(log) ? lastNumber(STEP, Files.readString(log)) : 0;
    }

    /** 0 where the process has just ended. */
    private static long anonymousMegabytes(Process process) {
        try {
            return lastNumber(ANONYMOUS, Files.readString(Path.of("/proc/" + process.pid() + "/status"))) / 1024;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long lastNumber(Pattern pattern, String text) {
        long number = 0;
        for (Matcher found = pattern.matcher(text); found.find(); ) {
            number = Long.parseLong(found.group(1));
        }
        return number;
    }
}
