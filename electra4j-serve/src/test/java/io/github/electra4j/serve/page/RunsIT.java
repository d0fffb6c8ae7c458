package io.github.electra4j.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.progress.MetricsLog;
import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.Serving;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training runs on the page, of a server without models, while they are written. */
class RunsIT extends BrowserTest {
    private static final String LOSS = "document.querySelector('[data-figure=loss]')";

    @TempDir
    private Path folder;

    private Path runs;
    private ElectraServer watched;

    @BeforeEach
    void serve() throws Exception {
        runs = Files.createDirectories(folder.resolve("runs"));
        watched = ElectraServer.start(Serving.of(List.of()).withRuns(runs), Listening.loopback(0), Limits.standard());
    }

    @AfterEach
    void end() {
        watched.close();
    }

    private void open() {
        tab().open(watched.uri() + "/");
    }

    private static void train(MetricsLog log, int from, int to) throws Exception {
        for (int step = from; step <= to; step += 10) {
            log.log(
                    MetricsLog.TRAIN,
                    step,
                    Map.of("loss", 100.0 / step, "learning_rate", 1e-4, "tokens_per_second", 5000.0));
        }
    }

    @Test
    void run_thatGoesOn_isDrawnAsItGrows() throws Exception {
        try (MetricsLog log = MetricsLog.open(runs.resolve("mine"), -1)) {
            Files.writeString(runs.resolve("mine/run.json"), "{\"steps\": 1000}");
            train(log, 10, 500);
            log.log(MetricsLog.EVAL, 500, Map.of("loss", 0.5));
            open();
            tab().until(LOSS + "?.querySelectorAll('path.train').length === 1");

            assertThat(tab().text("document.getElementById('served').textContent"))
                    .isEqualTo("No model is served here.");
            assertThat(tab().text("document.querySelector('#runs-run').selectedOptions[0].textContent"))
                    .isEqualTo("mine (pre-training, live)");
            assertThat(tab().text("document.querySelector('#runs .summary').textContent"))
                    .startsWith("Step 500 of 1,000, after ");
            assertThat(tab().text(LOSS + ".querySelector('svg').getAttribute('aria-label')"))
                    .isEqualTo(
                            "loss over the steps: training from 10 at step 10 to 0.2 at step 500; held out 0.5 at step 500");
            assertThat(tab().text("[...document.querySelectorAll('#runs h3')].filter(h => h.checkVisibility())"
                            + ".map(h => h.textContent).join('|')"))
                    .isEqualTo("Losses|Learning rate and speed");
            assertThat(tab().value(LOSS + ".querySelectorAll('circle.held').length")
                            .intValue())
                    .isEqualTo(1);

            tab().value(LOSS + ".querySelector('details').open = true");
            tab().until(LOSS + ".querySelectorAll('tbody tr').length > 20");
            train(log, 510, 600);
            log.event(600, "<b>something</b> happened");
            tab().until(LOSS + ".querySelector('svg').getAttribute('aria-label').includes('0.1667 at step 600')");
            assertThat(tab().text(LOSS + ".querySelector('tbody tr:last-child').innerText.replace(/\\s+/g, ' ')"))
                    .isEqualTo("600 training 0.1667");
            assertThat(tab().text("document.querySelector('#runs li').textContent"))
                    .isEqualTo("Step 600: <b>something</b> happened");
            // The log was read once and then what was new.
            assertThat(tab().requests().stream().filter(url -> url.endsWith("/metrics")))
                    .hasSize(1);
            assertThat(tab().requests().stream().filter(url -> url.contains("/metrics?from=")))
                    .isNotEmpty();
        }
        assertThat(tab().troubles()).isEmpty();
    }

    @Test
    void run_thatIsBroughtBackToItsState_losesWhatIsVoid() throws Exception {
        try (MetricsLog log = MetricsLog.open(runs.resolve("mine"), -1)) {
            train(log, 10, 500);
        }
        open();
        tab().until(LOSS + "?.querySelector('svg').getAttribute('aria-label').includes('at step 500')");
        MetricsLog.open(runs.resolve("mine"), 200).close();

        tab().until(LOSS + ".querySelector('svg').getAttribute('aria-label').includes('to 0.5 at step 200')");
        assertThat(tab().troubles()).isEmpty();
    }

    @Test
    void folderWithoutRuns_showsTheFirstOnceItBegins() throws Exception {
        open();
        tab().until("document.querySelector('#runs .summary')?.textContent.startsWith('There is no run yet')");
        try (MetricsLog log = MetricsLog.open(runs.resolve("later"), -1)) {
            train(log, 10, 20);
        }

        tab().until(LOSS + " !== null");
    }

    @Test
    void fineTuningOfSeveralSeeds_hasALineEach() throws Exception {
        try (MetricsLog log = MetricsLog.open(runs.resolve("tuned"), -1)) {
            for (int step = 1; step <= 40; step++) {
                log.log(
                        MetricsLog.TRAIN,
                        step,
                        Map.of("loss", 1.0 / step, "seed", step <= 20 ? 1.0 : 2.0, "epoch", 1.0));
            }
            log.log(MetricsLog.EVAL, 40, Map.of("accuracy", 0.9, "seed", 2.0, "learning_rate", 1e-4));
        }
        open();
        tab().until(LOSS + "?.querySelectorAll('path.train').length === 2");

        assertThat(tab().text("[...document.querySelectorAll('#runs figure')].map(f => f.dataset.figure).join(' ')"))
                .isEqualTo("loss accuracy");
    }

    @Test
    void narrowScreen_needsNoScrollingToTheSide() throws Exception {
        try (MetricsLog log =
                MetricsLog.open(runs.resolve("a-folder-with-a-very-long-name/and-a-run-with-one-that-is-longer"), -1)) {
            train(log, 10, 500);
        }
        tab().size(320, 640);
        open();
        tab().until(LOSS + " !== null");
        tab().value("document.querySelectorAll('details').forEach(fold => { fold.open = true; })");

        assertThat(tab().value("document.documentElement.scrollWidth").intValue())
                .isLessThanOrEqualTo(320);
    }
}
